package io.rollbackworker.testing;

import io.rollbackworker.lane.Journal;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Outbox;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Keeps decisions, and what was told, in memory; fails where a test wants it, with or without
 * having decided. Thread-safe.
 */
public final class MemoryJournal implements Journal {
  private final LedgerCodec codec = new LedgerCodec();
  private final OutcomeCodec outcomeCodec = new OutcomeCodec();
  private final List<List<LedgerRecord>> decisions = new ArrayList<>();
  private final List<Posting> told = new ArrayList<>();
  private Predicate<LedgerRecord> failing = record -> false;
  private boolean decidesBeforeFailing;
  private boolean mute;
  private boolean closed;

  /** The next decision with such a record fails. */
  public synchronized void failOn(Predicate<LedgerRecord> record, boolean decidesFirst) {
    failing = record;
    decidesBeforeFailing = decidesFirst;
  }

  /** Whatever is to be told next fails, and is not told. */
  public synchronized void failToTell() {
    mute = true;
  }

  @Override
  public synchronized void decide(List<LedgerRecord> records) throws Journal.JournalFailed {
    requireOpen();
    boolean fails = records.stream().anyMatch(failing);
    if (!fails || decidesBeforeFailing) {
      // Encoded at once: the head's offsets go on changing.
      records.forEach(record -> encoded.add(encode(record)));
      decisions.add(List.copyOf(records));
    }
    if (fails) {
      throw failed("as the test wants it");
    }
  }

  @Override
  public synchronized long outcomesEnd() {
    return told.size();
  }

  @Override
  public synchronized void tell(Outbox outbox) throws Journal.JournalFailed {
    requireOpen();
    if (mute) {
      throw failed("as the test wants it");
    }
    told.addAll(outbox.postings());
  }

  /** As records, in their order. */
  public synchronized List<Posting> postings() {
    return List.copyOf(told);
  }

  private void requireOpen() throws Journal.JournalFailed {
    if (closed) {
      throw failed("closed");
    }
  }

  private Journal.JournalFailed failed(String why) {
    closed = true;
    return new Journal.JournalFailed(why, null);
  }

  private final List<Encoded> encoded = new ArrayList<>();

  private Encoded encode(LedgerRecord record) {
    return codec.encode(record, Entry.FORMAT);
  }

  /** What a successor restores. */
  public synchronized Slice replayed() {
    Slice slice = new Slice();
    encoded.forEach(e -> slice.replay(codec.decode(e, Samples.NOW)));
    return slice;
  }

  /** All that was told, whatever topic it was for. */
  public synchronized List<Posting> told() {
    return List.copyOf(told);
  }

  public synchronized List<Outcome> outcomes() {
    return told.stream()
        .filter(posting -> posting.to() == Posting.Topic.OUTCOMES)
        .map(posting -> outcomeCodec.decode(Posting.bytes(Objects.requireNonNull(posting.value()))))
        .toList();
  }

  public synchronized List<List<LedgerRecord>> decisions() {
    return List.copyOf(decisions);
  }

  /** A journal that goes on where this one has ended: it tells what is untold first. */
  public synchronized MemoryJournal successor() {
    MemoryJournal next = new MemoryJournal();
    next.encoded.addAll(encoded);
    next.decisions.addAll(decisions);
    next.told.addAll(told);
    replayed().outbox().postings().stream()
        .filter(posting -> !told.contains(posting))
        .forEach(next.told::add);
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
