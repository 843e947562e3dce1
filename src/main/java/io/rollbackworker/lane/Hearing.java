package io.rollbackworker.lane;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.rollback.Procedures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks what was said about a lane's runs: everything that stands when the lane begins, then what
 * is heard, and what was said of a run before it came to where it counts. So evidence waits for no
 * queue, and is found by whoever owns the run. Owned by the lane's thread.
 */
final class Hearing {
  /** One cycle takes at most so much, which bounds a transaction. */
  private static final int MAX_PER_CYCLE = 200;

  private final EvidenceBook book;
  private final Procedures procedures;
  private final Slice slice;

  /** About runs that have changed since. */
  private final List<Evidence> again = new ArrayList<>();

  private long next;
  private boolean more = true;

  Hearing(EvidenceBook book, Procedures procedures, Slice slice) {
    this.book = book;
    this.procedures = procedures;
    this.slice = slice;
  }

  /** What it changes now, at most one change of an entry. */
  List<Change> changes() {
    List<Evidence> heard = new ArrayList<>(again);
    again.clear();
    EvidenceBook.Page page = book.since(next, MAX_PER_CYCLE);
    heard.addAll(page.evidence());
    more = page.evidence().size() == MAX_PER_CYCLE;
    next = page.next();
    List<Change> changes = new ArrayList<>();
    Set<Object> changed = new HashSet<>();
    for (Evidence evidence : heard) {
      if (!changed.add(evidence.snapshotId())) {
        again.add(evidence); // Its entry is another one by then.
      } else {
        procedures
            .evidence(evidence, slice.entry(evidence.snapshotId()))
            .ifPresentOrElse(changes::add, () -> changed.remove(evidence.snapshotId()));
      }
    }
    return changes;
  }

  /** An entry was changed: what was said of its doubts, and of what is refused, may count now. */
  void again(Entry entry) {
    for (Run run : entry.runs()) {
      if (run.state() instanceof RunState.InDoubt || run.state() instanceof RunState.Refused) {
        again.addAll(book.about(run.attempt().permit().id()));
      }
    }
  }

  /** Whether the next cycle has work without messages. */
  boolean hasMore() {
    return more || !again.isEmpty();
  }
}
