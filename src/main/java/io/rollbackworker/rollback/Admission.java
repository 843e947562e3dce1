package io.rollbackworker.rollback;

import static io.rollbackworker.outcome.ErrorCode.COMMAND_ID_REUSED;
import static io.rollbackworker.outcome.ErrorCode.ENTRY_FULL;
import static io.rollbackworker.outcome.ErrorCode.EXPIRED;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;
import static io.rollbackworker.outcome.ErrorCode.PROJECT_NOT_ALLOWED;
import static io.rollbackworker.outcome.ErrorCode.SUPERSEDES_MISMATCH;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PayloadHash;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.policy.Ruling;
import io.rollbackworker.precondition.Preconditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What policy and ledger alone say about a command. Pure. Order of looking: same command id,
 * policy, open run, supersedes, duplicate, deadline, project, room, earliest time.
 */
public sealed interface Admission {
  /** The cloud must be asked. */
  record Evaluate() implements Admission {}

  /** The recorded answer of another command, or of this one, is the answer. */
  record Repeat(Run of) implements Admission {}

  /**
   * Another command for the snapshot is under way; only a dry run, which does not queue, sees this.
   */
  record InFlight(CommandId other) implements Admission {}

  /**
   * Not before then.
   *
   * @param why for who looks meanwhile
   */
  record NotYet(Instant notBefore, OutcomeError why) implements Admission {}

  /**
   * No.
   *
   * @param remembered whether the rejection is the command id's answer from now on; an id that
   *     belongs to another command keeps that one's
   */
  record Reject(OutcomeError error, boolean remembered) implements Admission {}

  /**
   * @param ruling what the policy says of it
   * @param memory the partition's; no shorter than the settings say
   */
  static Admission of(
      PlacedCommand placed,
      Ruling ruling,
      Entry entry,
      RollbackSettings settings,
      Memory memory,
      Instant now) {
    RollbackCommand command = placed.command();
    return sameId(command, entry)
        .or(() -> policy(command, ruling))
        .or(() -> open(entry))
        .or(() -> superseding(command, entry))
        .or(() -> duplicate(placed, entry, settings, memory))
        .or(() -> deadline(placed, settings, now))
        .or(() -> project(command, settings))
        .or(() -> full(command, entry, memory.keepSince(now)))
        .or(() -> notYet(command, now))
        .orElseGet(Evaluate::new);
  }

  private static Optional<Admission> sameId(RollbackCommand command, Entry entry) {
    return entry
        .run(command.commandId())
        .map(
            run ->
                run.payloadHash().equals(PayloadHash.of(command))
                    ? answerOf(run)
                    : new Reject(
                        OutcomeError.of(
                            COMMAND_ID_REUSED,
                            Preconditions.expected(command)
                                + "command_id "
                                + command.commandId()
                                + " was used before with another payload."),
                        false));
  }

  /**
   * Never remembered: it depends on who asks and when, and nobody shall use up another's command
   * ids. A dry run may ask at any time, and alone; it is told at its end.
   */
  private static Optional<Admission> policy(RollbackCommand command, Ruling ruling) {
    return switch (ruling) {
      case Ruling.Refused(OutcomeError error, _) -> Optional.of(new Reject(error, false));
      case Ruling.NotNow(OutcomeError error, _) when !command.dryRun() ->
          Optional.of(new Reject(error, false));
      case Ruling.NotNow _, Ruling.Granted _ -> Optional.empty();
    };
  }

  private static Optional<Admission> open(Entry entry) {
    return entry.open().map(Admission::answerOf);
  }

  private static Admission answerOf(Run run) {
    return run.state() instanceof RunState.Intent ? new InFlight(run.commandId()) : new Repeat(run);
  }

  private static Optional<Admission> superseding(RollbackCommand command, Entry entry) {
    CommandId named = command.supersedes();
    if (named == null) {
      return Optional.empty();
    }
    Optional<Run> last = entry.lastAccepted();
    if (last.isEmpty()) {
      return reject(SUPERSEDES_MISMATCH, command, "no accepted command of it is remembered");
    }
    if (!last.get().commandId().equals(named)) {
      return reject(
          SUPERSEDES_MISMATCH,
          command,
          "the last accepted command is " + last.get().commandId() + ", not " + named);
    }
    return last.get().state() instanceof RunState.Accepted
        ? reject(SUPERSEDES_MISMATCH, command, "command " + named + " has not ended yet")
        : Optional.empty();
  }

  private static Optional<Admission> duplicate(
      PlacedCommand placed, Entry entry, RollbackSettings settings, Memory memory) {
    Instant from = placed.countsFrom(settings, memory);
    return placed.command().supersedes() != null
        ? Optional.empty()
        : entry
            .lastAccepted()
            .filter(run -> isInWindow(from, run, memory.window()))
            .map(Admission::answerOf);
  }

  private static boolean isInWindow(Instant from, Run accepted, Duration window) {
    Instant acceptedAt = accepted.state().acceptedAtOrNull();
    return acceptedAt != null && from.isBefore(acceptedAt.plus(window));
  }

  private static Optional<Admission> deadline(
      PlacedCommand placed, RollbackSettings settings, Instant now) {
    Instant deadline = placed.deadline(settings);
    if (!now.isBefore(deadline)) {
      return Optional.of(
          new Reject(
              OutcomeError.of(
                  EXPIRED,
                  Preconditions.expected(placed.command()) + "its deadline was " + deadline + "."),
              isCertainlyOver(placed, now)));
    }
    Instant notBefore = placed.command().notBefore();
    return notBefore == null || notBefore.isBefore(deadline)
        ? Optional.empty()
        : reject(
            EXPIRED,
            placed.command(),
            "its not_before "
                + notBefore
                + " is not before its deadline "
                + deadline
                + " (nothing is sent for a command older than "
                + settings.greatestAge()
                + "): publish it later");
  }

  /** Anybody can make a copy that claims to be older, and must not use up its id with that. */
  private static boolean isCertainlyOver(PlacedCommand placed, Instant now) {
    Instant expiresAt = placed.command().expiresAt();
    return placed.origin().equals(placed.record())
        || (expiresAt != null && !now.isBefore(expiresAt));
  }

  private static Optional<Admission> notYet(RollbackCommand command, Instant now) {
    Instant notBefore = command.notBefore();
    return notBefore == null || !now.isBefore(notBefore)
        ? Optional.empty()
        : Optional.of(
            new NotYet(
                notBefore,
                OutcomeError.of(
                    PRECONDITION_TIMEOUT,
                    Preconditions.expected(command)
                        + "it is not to be done before "
                        + notBefore
                        + ".")));
  }

  private static Optional<Admission> project(RollbackCommand command, RollbackSettings settings) {
    return settings.projects().contains(settings.projectOr(command.projectId()))
        ? Optional.empty()
        : reject(
            PROJECT_NOT_ALLOWED,
            command,
            "project " + command.projectId() + " is not configured here");
  }

  private static Optional<Admission> full(RollbackCommand command, Entry entry, Instant keepSince) {
    return entry.forgetting(keepSince).canTakeAnotherRequest()
        ? Optional.empty()
        : Optional.of(
            new Reject(
                OutcomeError.of(
                    ENTRY_FULL,
                    Preconditions.expected(command)
                        + Entry.MAX_RUNS
                        + " requests were made for the snapshot, and all must be remembered."),
                false));
  }

  private static Optional<Admission> reject(ErrorCode code, RollbackCommand command, String but) {
    return Optional.of(
        new Reject(OutcomeError.of(code, Preconditions.expected(command) + but + "."), true));
  }
}
