package io.rollbackworker.lane;

import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.ChainTip;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.LedgerRecord.EntryRemoved;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.LedgerRecord.HeadWritten;
import io.rollbackworker.ledger.LedgerRecord.OutboxOpened;
import io.rollbackworker.ledger.LedgerRecord.Posted;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.rollback.Change.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Everything of one round of a lane's loop: decided in one transaction, with the head whenever an
 * offset is settled, and with what is to be told, so that answer, entry and settled offset are one
 * atomic fact.
 *
 * <p>The slice and the settled offsets move ahead of the decision. That is safe: if it fails, the
 * session ends and both are thrown away. Nobody outside sees them before: answers and starts run
 * only after it was seen.
 */
final class Cycle {
  private final int partition;
  private final Slice slice;
  private final Backlog backlog;
  private final List<LedgerRecord> records = new ArrayList<>();
  private final List<Posting> postings = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Runnable> afterDecision = new ArrayList<>();
  private ChainTip tip;
  private boolean settles;

  Cycle(int partition, Slice slice, Backlog backlog) {
    this.partition = partition;
    this.slice = slice;
    this.backlog = backlog;
    this.tip = slice.tip();
  }

  /** Compare-and-set; the answer may be given once the cycle is decided. */
  Receipt propose(Change change) {
    Entry current = slice.entry(change.snapshotId());
    if (isAnswered(change)) {
      return new Receipt.AlreadySettled();
    }
    if (current.version() != change.expectedVersion()) {
      return new Receipt.Stale(current);
    }
    Entry next = change.next();
    if (next != null) {
      replay(recordOf(change.snapshotId(), next.atVersion(slice.nextVersion())));
    }
    change.outcomes().forEach(this::tell);
    change.settles().stream().filter(this::isOfThisTopic).forEach(r -> settle(r.offset()));
    return new Receipt.Written(slice.entry(change.snapshotId()));
  }

  /**
   * The entry's version protects what changes it; an answer alone is protected by the offset that
   * it settles.
   */
  private boolean isAnswered(Change change) {
    return change.next() == null
        && !change.settles().isEmpty()
        && backlog.isSettled(change.settles().getFirst().offset());
  }

  /** A run may be older than the commands topic, where that was recreated and adopted. */
  private boolean isOfThisTopic(Origin record) {
    return slice.head().filter(h -> h.commandsTopicId().equals(record.topicId())).isPresent();
  }

  private static LedgerRecord recordOf(SnapshotId id, Entry next) {
    return next.isEmpty() ? new EntryRemoved(id) : new EntryWritten(id, next);
  }

  /** Forgets an entry. */
  void expire(SnapshotId id) {
    replay(new EntryRemoved(id));
  }

  void tell(Outcome outcome) {
    outcomes.add(outcome);
    Posting link = tip.link(Postings.outcome(outcome, partition));
    String header = Objects.requireNonNull(link.headers().get(ChainTip.HEADER));
    tip = ChainTip.of(header, Posting.bytes(link.value()), outcome.told().time());
    postings.add(link);
  }

  /** What needs no procedure: its answer and its settled offset. */
  void answer(Arrival.Immediate arrival, long offset) {
    switch (arrival) {
      case Arrival.Misplaced(Posting forward) -> postings.add(forward);
      case Arrival.Rejected(Outcome outcome) -> tell(outcome);
      case Arrival.Unreadable(Outcome outcome, Posting deadLetter) -> {
        tell(outcome);
        postings.add(deadLetter);
      }
    }
    settle(offset);
  }

  void settle(long offset) {
    backlog.settle(offset);
    settles = true;
  }

  /** Writes the head although nothing is settled by this cycle. */
  void touchHead() {
    settles = true;
  }

  void afterDecision(Runnable action) {
    afterDecision.add(action);
  }

  private void replay(LedgerRecord record) {
    slice.replay(record);
    records.add(record);
  }

  /**
   * What to decide; empty when nothing changed. An outbox that is told is emptied by the way: a
   * restart need not look for what is in it.
   *
   * @param outcomesFrom where its outcomes will lie, or before that
   */
  List<LedgerRecord> finish(long outcomesFrom) {
    if (settles) {
      slice.head().map(HeadWritten::new).ifPresent(records::add);
    }
    boolean wasTold = !records.isEmpty() && !slice.outbox().isEmpty();
    if (wasTold || !postings.isEmpty()) {
      replay(new OutboxOpened(outcomesFrom));
      for (int i = 0; i < postings.size(); i++) {
        replay(new Posted(i, postings.get(i), i == 0 ? tip : null));
      }
    }
    return records;
  }

  /** Whether the head, and so the settled offsets as they are now, is part of it. */
  boolean writesHead() {
    return settles;
  }

  void runAfterDecision() {
    afterDecision.forEach(Runnable::run);
  }

  /** Whether anything is for the outside. */
  boolean tells() {
    return !postings.isEmpty();
  }

  /** The outcomes that it tells. */
  List<Outcome> outcomes() {
    return outcomes;
  }
}
