package io.rollbackworker.audit;

import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One record of the commands topic and all events that answer it, by revision.
 *
 * @param forwards where records lie that were forwarded from here
 */
record Story(CommandRecord command, List<Outcome> events, List<Origin> forwards) {

  boolean isAnswered() {
    return !events.isEmpty();
  }

  /** It got the recorded answer of another command, or of itself under its id. */
  boolean isDuplicate() {
    return !events.isEmpty() && events.stream().allMatch(e -> e.duplicateOf() != null);
  }

  Outcome last() {
    return events.getLast();
  }

  Optional<Outcome> firstOf(Class<? extends Result> type) {
    return events.stream().filter(e -> type.isInstance(e.result())).findFirst();
  }

  /** The requests that this command's own events name. */
  Set<PermitId> permits() {
    return isDuplicate()
        ? Set.of()
        : events.stream()
            .flatMap(e -> Optional.ofNullable(e.result().permitOrNull()).stream())
            .collect(Collectors.toSet());
  }

  Optional<SnapshotId> snapshot() {
    return command.rollback().map(RollbackCommand::snapshotId);
  }

  @Override
  public String toString() {
    return "the command at " + command.place().inWords();
  }
}
