package io.rollbackworker.ledger;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.LedgerRecord.EntryOfNewerFormat;
import io.rollbackworker.ledger.LedgerRecord.EntryRemoved;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.LedgerRecord.HeadWritten;
import io.rollbackworker.ledger.LedgerRecord.OutboxOpened;
import io.rollbackworker.ledger.LedgerRecord.Posted;
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
import org.jspecify.annotations.Nullable;

/**
 * One partition of the ledger in memory. {@link #replay} is its only way to change: live and at
 * recovery, so that both lead to the same state. Not thread-safe: owned by the lane's thread.
 */
public final class Slice {
  private final Map<SnapshotId, Entry> entries = new HashMap<>();
  private final Set<String> newer = new HashSet<>();

  /** Written by the owner like the rest, but read by anyone who wants to know what is in doubt. */
  private final Map<SnapshotId, Run> doubts = new ConcurrentHashMap<>();

  private final List<Posting> outbox = new ArrayList<>();
  private long outcomesFrom;
  private @Nullable Head head;
  private long highestVersion;

  public void replay(LedgerRecord record) {
    switch (record) {
      case EntryWritten(SnapshotId id, Entry entry) -> {
        newer.remove(id.value());
        entries.put(id, entry);
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
      case Posted(int number, Posting posting) -> outbox.add(posting);
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
    entries.remove(id);
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
    return entries.getOrDefault(id, Entry.NONE);
  }

  public Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /** What the last decision tells. */
  public Outbox outbox() {
    return new Outbox(outcomesFrom, outbox);
  }

  /** Higher than every version before, of any entry: a version is never used twice. */
  public long nextVersion() {
    return highestVersion + 1;
  }

  /** Whether nothing is remembered of any snapshot. */
  public boolean isEmpty() {
    return entries.isEmpty() && newer.isEmpty();
  }

  public int size() {
    return entries.size();
  }

  public void forEach(BiConsumer<SnapshotId, Entry> action) {
    entries.forEach(action);
  }
}
