package io.rollbackworker.audit;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a further command for a snapshot would meet, for people. Pure.
 *
 * @param window for so long after an accepted rollback further commands are duplicates
 */
record Prospect(Entry entry, Instant now, Duration window) {

  String of(SnapshotId id, Optional<RollbackCommand> waiting) {
    return entry
        .open()
        .map(run -> behind(run, id))
        .or(() -> waiting.map(Prospect::behind))
        .or(() -> entry.lastAccepted().flatMap(this::duplicate))
        .orElse("a command for it is looked at from the beginning.");
  }

  private static String behind(Run run, SnapshotId id) {
    return run.state() instanceof RunState.Intent
        ? "command " + run.commandId() + " may be under way; further ones wait for its answer."
        : ("command %s is in doubt: nothing is sent and further commands are answered"
                + " in_doubt until its fate is known. If you have found out: rollback-worker"
                + " resolve %s --taken or --not-taken, --reason \"how you know\".")
            .formatted(run.commandId(), id);
  }

  private static String behind(RollbackCommand waiting) {
    return ("command %s waits for its answer, and further ones behind it. The page of a"
            + " worker says what holds it.")
        .formatted(waiting.commandId());
  }

  private Optional<String> duplicate(Run accepted) {
    return Optional.ofNullable(accepted.state().acceptedAtOrNull())
        .map(acceptedAt -> acceptedAt.plus(window))
        .filter(now::isBefore)
        .map(
            end ->
                "until "
                    + end.truncatedTo(MILLIS)
                    + " a command for it is a duplicate of "
                    + accepted.commandId()
                    + "; to run again, name it in supersedes"
                    + (accepted.state() instanceof RunState.Accepted
                        ? ", once its rollback is over."
                        : "."));
  }
}
