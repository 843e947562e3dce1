package io.rollbackworker.ledger;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.LedgerRecord.EntryOfNewerFormat;
import io.rollbackworker.ledger.LedgerRecord.EntryRemoved;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.LedgerRecord.HeadWritten;
import io.rollbackworker.ledger.LedgerRecord.OutboxOpened;
import io.rollbackworker.ledger.LedgerRecord.Posted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the ledger in memory. {@link #replay} is its only way to change: live and at
 * recovery, so that both lead to the same state. Not thread-safe: owned by the lane's thread.
 */
public final class Slice {
  /** As objects, with usual texts twice over. */
  private static final int LIVE_ENTRY_BYTES = 4 << 10;

  /** A run of each is open or watched, or what was told may be revised. */
  private final Map<SnapshotId, Entry> live = new HashMap<>();

  private final CompactEntries ended = new CompactEntries();
  private final Set<String> newer = new HashSet<>();

  /** Written by the owner like the rest, but read by anyone who wants to know what is in doubt. */
  private final Map<SnapshotId, Run> doubts = new ConcurrentHashMap<>();

  private final List<Posting> outbox = new ArrayList<>();
  private ChainTip tip = ChainTip.START;
  private long outcomesFrom;
  private @Nullable Head head;
  private long highestVersion;

  public void replay(LedgerRecord record) {
    switch (record) {
      case EntryWritten(SnapshotId id, Entry entry) -> {
        newer.remove(id.value());
        if (entry.hasEnded()) {
          live.remove(id);
          ended.put(id, entry);
        } else {
          ended.remove(id);
          live.put(id, entry);
        }
        noteDoubt(id, entry);
        highestVersion = Math.max(highestVersion, entry.version());
      }
      case EntryRemoved(SnapshotId id) -> forget(id);
      case EntryOfNewerFormat(String key, int format) -> {
        forget(key);
        newer.add(key);
      }
      case HeadWritten(Head newest) -> head = newest;
      case OutboxOpened(long from) -> {
        outbox.clear();
        outcomesFrom = from;
      }
      case Posted(int number, Posting posting, ChainTip after) -> {
        outbox.add(posting);
        if (number == 0) {
          tip = after == null ? ChainTip.START : after;
        }
      }
    }
  }

  private void forget(String key) {
    try {
      forget(new SnapshotId(key));
    } catch (IllegalArgumentException e) {
      // Of a form that only newer versions have: nothing of it is remembered here.
    }
  }

  private void forget(SnapshotId id) {
    newer.remove(id.value());
    live.remove(id);
    ended.remove(id);
    doubts.remove(id);
  }

  private void noteDoubt(SnapshotId id, Entry entry) {
    entry
        .open()
        .filter(run -> run.state() instanceof RunState.InDoubt)
        .ifPresentOrElse(run -> doubts.put(id, run), () -> doubts.remove(id));
  }

  /** Whether a newer program version wrote its entry, so that nothing may be concluded here. */
  public boolean isOfNewerFormat(SnapshotId id) {
    return newer.contains(id.value());
  }

  /** The runs that are in doubt now; may be read by any thread. */
  public Collection<Run> doubts() {
    return doubts.values();
  }

  public Entry entry(SnapshotId id) {
    Entry entry = live.get(id);
    if (entry == null) {
      entry = ended.get(id);
    }
    return entry == null ? Entry.NONE : entry;
  }

  public Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /** What the last decision tells. */
  public Outbox outbox() {
    return new Outbox(outcomesFrom, outbox);
  }

  /** The last link of the outcomes' chain, once the outbox is told. */
  public ChainTip tip() {
    return tip;
  }

  /** Higher than every version before, of any entry: a version is never used twice. */
  public long nextVersion() {
    return highestVersion + 1;
  }

  /**
   * Entries that nobody can ask for any more.
   *
   * @param keepSince what was told before this time is old enough
   * @param busy those are passed over
   */
  public List<SnapshotId> expired(Instant keepSince, int most, Predicate<SnapshotId> busy) {
    List<SnapshotId> expired = ended.endedBefore(keepSince, most, busy);
    live.forEach(
        (id, entry) -> {
          if (expired.size() < most
              && entry.runs().stream().allMatch(run -> run.state().isForgettable(keepSince))
              && !busy.test(id)) {
            expired.add(id);
          }
        });
    return expired;
  }

  /** The oldest of those that have ended without a request. */
  public List<SnapshotId> unrequested(int most, Predicate<SnapshotId> busy) {
    return ended.unrequested(most, busy);
  }

  /** Whether nothing is remembered of any snapshot. */
  public boolean isEmpty() {
    return size() == 0 && newer.isEmpty();
  }

  public int size() {
    return live.size() + ended.size();
  }

  /** Of heap, about. */
  public long bytes() {
    return ended.bytes() + (long) live.size() * LIVE_ENTRY_BYTES;
  }

  /** Of these, what {@link #unrequested} could give back. */
  public long unrequestedBytes() {
    return ended.unrequestedBytes();
  }

  public void forEach(BiConsumer<SnapshotId, Entry> action) {
    live.forEach(action);
    ended.forEach(action);
  }

  /** Those that have not ended for good. */
  public void forEachLive(BiConsumer<SnapshotId, Entry> action) {
    live.forEach(action);
  }
}
