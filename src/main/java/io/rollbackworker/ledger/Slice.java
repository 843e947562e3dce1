package io.rollbackworker.ledger;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.LedgerRecord.EntryRemoved;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.LedgerRecord.HeadWritten;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the ledger in memory. {@link #replay} is its only way to change: live and at
 * recovery, so that both lead to the same state. Not thread-safe: owned by the lane's thread.
 */
public final class Slice {
  private final Map<SnapshotId, Entry> entries = new HashMap<>();
  private @Nullable Head head;
  private long highestVersion;

  public void replay(LedgerRecord record) {
    switch (record) {
      case EntryWritten(SnapshotId id, Entry entry) -> {
        entries.put(id, entry);
        highestVersion = Math.max(highestVersion, entry.version());
      }
      case EntryRemoved(SnapshotId id) -> entries.remove(id);
      case HeadWritten(Head newest) -> head = newest;
    }
  }

  public Entry entry(SnapshotId id) {
    return entries.getOrDefault(id, Entry.NONE);
  }

  public Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /** Higher than every version before, of any entry: a version is never used twice. */
  public long nextVersion() {
    return highestVersion + 1;
  }

  public int size() {
    return entries.size();
  }

  public void forEach(BiConsumer<SnapshotId, Entry> action) {
    entries.forEach(action);
  }
}
