package io.rollbackworker.rollback;

import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PayloadHash;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.policy.Claim;
import io.rollbackworker.policy.Question;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rollback command with where and when it arrived.
 *
 * @param record its place on this partition
 * @param origin where it was first stored; the same as {@code record} unless it was forwarded
 * @param claim what it proves of who asks
 * @param waitedFor what stood in its way when it was looked at before and had to wait; null: it is
 *     new
 */
public record PlacedCommand(
    RollbackCommand command,
    Origin record,
    Origin origin,
    Claim claim,
    @Nullable String traceparent,
    @Nullable OutcomeError waitedFor) {

  public PlacedCommand(
      RollbackCommand command,
      Origin record,
      Origin origin,
      Claim claim,
      @Nullable String traceparent) {
    this(command, record, origin, claim, traceparent, null);
  }

  /** The same, read again. */
  public PlacedCommand afterWaitingFor(@Nullable OutcomeError why) {
    return new PlacedCommand(command, record, origin, claim, traceparent, why);
  }

  /** When it was asked: the older of the two append times. */
  public Instant askedAt() {
    return origin.timestamp().isBefore(record.timestamp())
        ? origin.timestamp()
        : record.timestamp();
  }

  /** Nothing is sent at or after this time. */
  public Instant deadline(RollbackSettings settings) {
    Instant byAge = askedAt().plus(settings.greatestAge());
    Instant expiresAt = command.expiresAt();
    return expiresAt == null || byAge.isBefore(expiresAt) ? byAge : expiresAt;
  }

  public Subject subject(RollbackSettings settings) {
    return new Subject(
        command.snapshotId(),
        command.target().volumeId(),
        settings.projectOr(command.projectId()),
        command.commandId(),
        origin,
        command.audit(),
        null,
        traceparent);
  }

  /** What is asked of the policy: whether it may be now, or at its earliest time. */
  Question question(RollbackSettings settings, Memory memory, Instant now) {
    Instant notBefore = command.notBefore();
    Instant then = notBefore == null || notBefore.isBefore(now) ? now : notBefore;
    Instant aged = askedAt().plus(memory.greatestAge()).minus(bothClocks(settings));
    return new Question(
        command,
        settings.projectOr(command.projectId()),
        claim,
        aged,
        aged.plus(memory.window()),
        then);
  }

  /**
   * When it was asked, as far as the window counts. Who publishes a signed command again cannot
   * make it younger: it counts from the earliest moment at which its {@code expires_at} is allowed.
   * So a command that was a duplicate is one as long as it is not void, and what it repeats is
   * remembered longer.
   */
  Instant countsFrom(RollbackSettings settings, Memory memory) {
    Instant expiresAt = command.expiresAt();
    if (!(claim instanceof Claim.Signed) || expiresAt == null) {
      return askedAt();
    }
    Instant earliest = expiresAt.minus(memory.greatestAge()).plus(bothClocks(settings));
    return earliest.isBefore(askedAt()) ? earliest : askedAt();
  }

  /** One worker's may be ahead, another's behind. */
  private static Duration bothClocks(RollbackSettings settings) {
    return settings.clockSkew().multipliedBy(2);
  }

  /**
   * This command as a run of its entry. A forward may be repeated, and then the command is asked
   * for again although nobody gave it an id.
   */
  public Run run(Subject subject, RunState state) {
    boolean onlyHere = command.namedByOrigin() && origin.equals(record);
    return new Run(subject, PayloadHash.of(command), record, onlyHere, state);
  }
}
