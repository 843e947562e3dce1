package io.rollbackworker.audit;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Outcome;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** P4: an answer that is called recorded was recorded: it repeats an event that was told. */
final class DuplicatesCheck implements Check {
  /** What was told to whom, without whose record it answers. */
  private record Told(SnapshotId snapshot, CommandId command, String type, int revision) {
    static Told of(Outcome event, CommandId command) {
      return new Told(
          Objects.requireNonNull(event.subject().snapshotId()),
          command,
          event.result().type(),
          event.told().revision());
    }
  }

  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    Set<Told> recorded = new HashSet<>();
    for (Outcome event : history.outcomes()) {
      if (event.duplicateOf() == null && event.subject().snapshotId() != null) {
        recorded.add(Told.of(event, event.subject().commandId()));
      }
    }
    for (Outcome event : history.outcomes()) {
      CommandId original = event.duplicateOf();
      boolean known = !event.subject().origin().timestamp().isBefore(history.since());
      if (original != null && known && !recorded.contains(Told.of(event, original))) {
        found.accept(
            "the command at %s was told to be a duplicate of %s, which was never told %s"
                .formatted(event.record().inWords(), original, event.result().type()));
      }
    }
  }
}
