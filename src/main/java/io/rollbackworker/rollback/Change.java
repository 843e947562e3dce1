package io.rollbackworker.rollback;

import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.outcome.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure wants written, all of it or nothing.
 *
 * @param expectedVersion the version of the entry that the change was made from; another one
 *     refuses the change
 * @param next the entry to write; one without runs is removed; null: it stays
 * @param outcomes events to publish
 * @param settles records of the commands partition that this answers; a change that writes no entry
 *     is refused if the first of them is settled already
 */
public record Change(
    SnapshotId snapshotId,
    long expectedVersion,
    @Nullable Entry next,
    List<Outcome> outcomes,
    List<Origin> settles) {
  public Change {
    outcomes = List.copyOf(outcomes);
    settles = List.copyOf(settles);
  }

  /**
   * A later event, or a question, that nobody's next step waits for: it may wait a moment for
   * others to be written with.
   */
  public boolean mayWait() {
    return settles.isEmpty() && (next == null || !outcomes.isEmpty());
  }

  /** What became of a change. */
  public sealed interface Receipt {
    /** The change is committed; this is the entry now. */
    record Written(Entry entry) implements Receipt {}

    /** Somebody else changed the entry; nothing was written; this is the entry now. */
    record Stale(Entry entry) implements Receipt {}

    /** The record that this would answer has its answer; nothing was written. */
    record AlreadySettled() implements Receipt {}
  }
}
