package io.rollbackworker.kafka.ledger;

import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Origin;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.Journal;
import io.rollbackworker.lane.OriginHeaders;
import io.rollbackworker.lane.Write;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * A lane's transactions on its own producer.
 *
 * <p>Any exception of the producer, of whatever type, ends it: a fenced producer may report a type
 * that looks recoverable, and whoever obeys that fences the rightful owner.
 */
public final class TransactionalJournal implements Journal {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final int partition;
  private final KafkaSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Runnable whenEnded;
  private final CrashPoints points;
  private final LedgerCodec ledgerCodec = new LedgerCodec();
  private final OutcomeCodec outcomeCodec = new OutcomeCodec();
  private final DeadLetters deadLetters;

  /** It may be ended twice, by the poll thread and by the lane's own. */
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Owned by the lane's thread: the ledger's offsets only grow, unless it is another topic by now.
   */
  private long ledgerEnd;

  /**
   * @param producer fenced all others of this partition; from now on used by this journal alone
   * @param whenEnded run once, when the journal ends in whatever way
   * @param ledgerEnd the partition's end when it was restored
   */
  public TransactionalJournal(
      int partition,
      KafkaSettings settings,
      KafkaProducer<byte[], byte[]> producer,
      CrashPoints points,
      long ledgerEnd,
      Runnable whenEnded) {
    this.partition = partition;
    this.settings = settings;
    this.producer = producer;
    this.whenEnded = whenEnded;
    this.points = points;
    this.ledgerEnd = ledgerEnd;
    this.deadLetters = new DeadLetters(settings.deadLettersTopic());
  }

  @Override
  public void commit(List<Write> writes) throws JournalFailed {
    try {
      List<Future<RecordMetadata>> toLedger = new ArrayList<>();
      producer.beginTransaction();
      for (Write write : writes) {
        Future<RecordMetadata> sent = producer.send(recordOf(write));
        if (write instanceof Write.ToLedger) {
          toLedger.add(sent);
        }
      }
      writes.forEach(write -> write.point().ifPresent(points::reach));
      producer.commitTransaction();
      for (Future<RecordMetadata> sent : toLedger) {
        requireAbove(sent.get().offset());
      }
    } catch (KafkaException | ExecutionException e) {
      throw new JournalFailed("the transaction failed, its result is unknown: " + e, e);
    } catch (InterruptedException e) {
      throw new JournalFailed("interrupted in a transaction, its result is unknown", e);
    }
  }

  private void requireAbove(long offset) {
    if (offset < ledgerEnd) {
      throw new KafkaException(
          "a record was stored at offset "
              + offset
              + " of "
              + settings.ledgerTopic()
              + "-"
              + partition
              + ", below "
              + ledgerEnd
              + ": the ledger topic was recreated");
    }
    ledgerEnd = offset + 1;
  }

  private ProducerRecord<byte[], byte[]> recordOf(Write write) {
    return switch (write) {
      case Write.ToLedger(var record) ->
          new ProducerRecord<>(
              settings.ledgerTopic(),
              partition,
              ledgerCodec.key(record),
              ledgerCodec.value(record));
      case Write.ToOutcomes(Outcome outcome) -> outcome(outcome);
      case Write.ToDeadLetters(Delivery delivery, Origin origin, Cause cause, String problem) ->
          deadLetters.record(delivery, origin, cause, problem);
      case Write.Forward forward -> forward(forward);
    };
  }

  private ProducerRecord<byte[], byte[]> outcome(Outcome outcome) {
    var id = outcome.subject().snapshotId();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            settings.outcomesTopic(),
            id == null ? null : Records.utf8(id.value()),
            outcomeCodec.encode(outcome));
    Records.addAll(record.headers(), OutcomeCodec.headers(outcome));
    return record;
  }

  /**
   * With the received bytes; the key becomes the snapshot's, so that compaction and tools see it
   * where it belongs.
   */
  private ProducerRecord<byte[], byte[]> forward(Write.Forward forward) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            settings.commandsTopic(),
            forward.partition(),
            Records.utf8(forward.snapshotId().value()),
            forward.delivery().value());
    Records.addAll(record.headers(), OriginHeaders.of(forward.origin()));
    String traceparent = forward.delivery().headers().get(Subject.TRACEPARENT);
    if (traceparent != null) {
      Records.addAll(record.headers(), Map.of(Subject.TRACEPARENT, traceparent));
    }
    return record;
  }

  @Override
  public void close() {
    end();
    producer.close(CLOSE_TIMEOUT);
  }

  @Override
  public void abandon() {
    end();
    producer.close(Duration.ZERO);
  }

  /** Once: what is shown of the next session has the same names. */
  private void end() {
    if (!ended.getAndSet(true)) {
      whenEnded.run();
    }
  }
}
