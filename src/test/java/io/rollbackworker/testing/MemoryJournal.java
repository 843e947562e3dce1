package io.rollbackworker.testing;

import io.rollbackworker.lane.Journal;
import io.rollbackworker.lane.Write;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps transactions in memory; fails where a test wants it, with or without having committed.
 * Thread-safe.
 */
public final class MemoryJournal implements Journal {
  private final LedgerCodec codec = new LedgerCodec();
  private final List<List<Write>> transactions = new ArrayList<>();
  private Predicate<Write> failing = write -> false;
  private boolean commitsBeforeFailing;
  private boolean closed;

  /** The next transaction with such a write fails. */
  public synchronized void failOn(Predicate<Write> write, boolean commitsFirst) {
    failing = write;
    commitsBeforeFailing = commitsFirst;
  }

  @Override
  public synchronized void commit(List<Write> writes) throws Journal.JournalFailed {
    if (closed) {
      throw new Journal.JournalFailed("closed", new IllegalStateException());
    }
    boolean fails = writes.stream().anyMatch(failing);
    if (!fails || commitsBeforeFailing) {
      // Encoded at once: the head's offsets go on changing.
      writes.stream()
          .filter(Write.ToLedger.class::isInstance)
          .forEach(w -> encoded.add(encode(((Write.ToLedger) w).record())));
      transactions.add(List.copyOf(writes));
    }
    if (fails) {
      closed = true;
      throw new Journal.JournalFailed("as the test wants it", new IllegalStateException());
    }
  }

  private record Encoded(byte[] key, byte[] value) {}

  private final List<Encoded> encoded = new ArrayList<>();

  private Encoded encode(LedgerRecord record) {
    return new Encoded(codec.key(record), codec.value(record));
  }

  /** What a successor restores. */
  public synchronized Slice replayed() {
    Slice slice = new Slice();
    encoded.forEach(e -> slice.replay(codec.decode(e.key, e.value)));
    return slice;
  }

  public synchronized List<Outcome> outcomes() {
    return transactions.stream()
        .flatMap(List::stream)
        .filter(Write.ToOutcomes.class::isInstance)
        .map(w -> ((Write.ToOutcomes) w).outcome())
        .toList();
  }

  public synchronized List<List<Write>> transactions() {
    return List.copyOf(transactions);
  }

  /** A journal that goes on where this one has ended. */
  public synchronized MemoryJournal successor() {
    MemoryJournal next = new MemoryJournal();
    next.encoded.addAll(encoded);
    next.transactions.addAll(transactions);
    return next;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  @Override
  public synchronized void abandon() {
    closed = true;
  }
}
