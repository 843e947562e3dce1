package io.rollbackworker.lane;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.policy.Claim;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.time.CheckedTime;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives and decodes: tells what a delivery is and whether it lies where it belongs. Changes
 * nothing.
 *
 * @param topic the commands topic
 * @param topicId of it
 * @param partitionOf where a snapshot belongs, whatever the record's key is
 */
public record Sorting(
    String topic,
    String topicId,
    int partition,
    ToIntFunction<SnapshotId> partitionOf,
    CommandDecoder decoder,
    Policies policies,
    CheckedTime time,
    String worker) {
  private static final Logger LOG = LoggerFactory.getLogger(Sorting.class);

  /**
   * @param isOfNewerFormat whether a newer program version wrote the snapshot's entry
   */
  Arrival sort(Delivery delivery, Predicate<SnapshotId> isOfNewerFormat) {
    Origin here = new Origin(topicId, partition, delivery.offset(), delivery.timestamp());
    if (!delivery.isStampedByBroker()) {
      return unreadable(
          delivery,
          here,
          new Decoded.Malformed(
              Cause.TIMESTAMP_TYPE,
              "The record's timestamp is not the broker's; the topic needs"
                  + " message.timestamp.type=LogAppendTime",
              null,
              null));
    }
    if (time.isFuture(delivery.timestamp())) {
      return unreadable(
          delivery,
          here,
          new Decoded.Malformed(
              Cause.FUTURE_TIMESTAMP,
              "The record was stored at "
                  + delivery.timestamp()
                  + " by the broker's clock, which is in the future; its age would not count",
              null,
              null));
    }
    Optional<Origin> forwardedFrom;
    try {
      forwardedFrom = OriginHeaders.read(delivery.headers(), delivery.timestamp());
    } catch (IllegalArgumentException e) {
      return unreadable(
          delivery,
          here,
          new Decoded.Malformed(Cause.ORIGIN_HEADERS, String.valueOf(e.getMessage()), null, null));
    }
    Origin origin = forwardedFrom.orElse(here);
    return switch (decode(delivery, origin)) {
      case Decoded.Malformed malformed -> unreadable(delivery, here, malformed);
      case Decoded.Valid(RollbackCommand command) when isOfNewerFormat.test(command.snapshotId()) ->
          held(command, here);
      case Decoded.Valid(RollbackCommand command) -> route(command, delivery, here, origin);
    };
  }

  /**
   * A mistake of ours in reading must not stop the partition: such a record is refused like any
   * unreadable one.
   */
  private Decoded decode(Delivery delivery, Origin origin) {
    try {
      return decoder.decode(delivery.value(), origin);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atError()
          .addKeyValue("partition", partition)
          .addKeyValue("offset", delivery.offset())
          .setCause(e)
          .log("the decoder broke; the record is refused");
      return new Decoded.Malformed(
          Cause.DECODER, "The worker could not read the value; its log says why", null, null);
    }
  }

  private Arrival route(RollbackCommand command, Delivery delivery, Origin here, Origin origin) {
    int home = partitionOf.applyAsInt(command.snapshotId());
    if (home != partition) {
      boolean forwarded = !origin.equals(here);
      return forwarded
          ? misrouted(command, delivery, here, origin, home)
          : new Arrival.Misplaced(Postings.forward(delivery, here, command.snapshotId(), home));
    }
    return new Arrival.Placed(
        new PlacedCommand(
            command,
            here,
            origin,
            claim(delivery, command.snapshotId()),
            delivery.headers().get(Subject.TRACEPARENT)));
  }

  private Claim claim(Delivery delivery, SnapshotId id) {
    byte[] value = Objects.requireNonNull(delivery.value()); // It was decoded.
    return policies.now().claim(topic, delivery.headers(), value, id);
  }

  private Arrival misrouted(
      RollbackCommand command, Delivery delivery, Origin here, Origin origin, int home) {
    String message =
        "Expected a record of partition "
            + home
            + ", but it lies on "
            + partition
            + " and says that it was forwarded from "
            + origin.partition()
            + ".";
    Subject subject =
        new Subject(
            command.snapshotId(),
            null,
            null,
            command.commandId(),
            here,
            command.audit(),
            null,
            delivery.headers().get(Subject.TRACEPARENT));
    return new Arrival.Rejected(rejected(subject, here, ErrorCode.MISROUTED, message));
  }

  /** Fails closed for this snapshot alone; others of the partition go on. */
  private static Arrival held(RollbackCommand command, Origin here) {
    LOG.atWarn()
        .addKeyValue("snapshotId", command.snapshotId())
        .addKeyValue("commandId", command.commandId())
        .addKeyValue("partition", here.partition())
        .addKeyValue("offset", here.offset())
        .log("held: a newer version of rollback-worker wrote the snapshot's ledger entry");
    return new Arrival.OfNewerVersion();
  }

  private Arrival unreadable(Delivery delivery, Origin here, Decoded.Malformed malformed) {
    ErrorCode code =
        malformed.cause() == Cause.TOO_LARGE ? ErrorCode.TOO_LARGE : ErrorCode.INVALID_COMMAND;
    CommandId named = malformed.commandId();
    Subject subject =
        new Subject(
            malformed.snapshotId(),
            null,
            null,
            named == null ? CommandId.of(here) : named,
            here,
            Audit.NONE,
            null,
            delivery.headers().get(Subject.TRACEPARENT));
    Outcome outcome = rejected(subject, here, code, malformed.problem());
    return new Arrival.Unreadable(
        outcome, Postings.deadLetter(delivery, here, malformed.cause(), malformed.problem()));
  }

  private Outcome rejected(Subject subject, Origin here, ErrorCode code, String message) {
    Result.Rejected result =
        new Result.Rejected(null, OutcomeError.of(code, message), Observed.NOTHING);
    return new Outcome(subject, here, null, new Told<>(1, time.now(), worker, null, result));
  }
}
