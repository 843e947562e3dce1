package io.rollbackworker.ledger;

import io.rollbackworker.command.SnapshotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entries of which nothing more will be told, each as bytes, in the order in which they were
 * written: there may be a million of them. Not thread-safe: owned by the lane's thread.
 */
final class CompactEntries {
  /** Beside an entry's bytes: key, map entry, its place in the table, the array's header. */
  private static final int OVERHEAD_BYTES = 104;

  private final Group requested = new Group();
  private final Group unrequested = new Group();

  /** Of one kind. */
  private static final class Group {
    private final Map<UUID, byte[]> entries = new LinkedHashMap<>();
    private long bytes;

    /** As the newest. */
    void put(UUID id, byte[] packed) {
      remove(id);
      entries.put(id, packed);
      bytes += packed.length + OVERHEAD_BYTES;
    }

    void remove(UUID id) {
      byte[] packed = entries.remove(id);
      bytes -= packed == null ? 0 : packed.length + OVERHEAD_BYTES;
    }

    /** The oldest that are not busy, as long as they fit. */
    void collect(
        List<SnapshotId> ids, int most, Predicate<byte[]> fits, Predicate<SnapshotId> busy) {
      for (Map.Entry<UUID, byte[]> entry : entries.entrySet()) {
        if (ids.size() >= most || !fits.test(entry.getValue())) {
          return;
        }
        SnapshotId id = id(entry.getKey());
        if (!busy.test(id)) {
          ids.add(id);
        }
      }
    }
  }

  /**
   * @param entry whose runs have all ended for good
   */
  void put(SnapshotId id, Entry entry) {
    UUID key = UUID.fromString(id.value());
    boolean request = entry.runs().stream().anyMatch(Run::hasRequest);
    (request ? unrequested : requested).remove(key);
    (request ? requested : unrequested).put(key, CompactForm.pack(entry));
  }

  void remove(SnapshotId id) {
    UUID key = UUID.fromString(id.value());
    requested.remove(key);
    unrequested.remove(key);
  }

  @Nullable Entry get(SnapshotId id) {
    UUID key = UUID.fromString(id.value());
    byte[] packed = requested.entries.get(key);
    if (packed == null) {
      packed = unrequested.entries.get(key);
    }
    return packed == null ? null : CompactForm.unpack(id, packed);
  }

  /**
   * The oldest whose end was told before a time.
   *
   * @param busy those are passed over
   */
  List<SnapshotId> endedBefore(Instant time, int most, Predicate<SnapshotId> busy) {
    List<SnapshotId> ids = new ArrayList<>();
    Predicate<byte[]> old = packed -> CompactForm.endedAt(packed).isBefore(time);
    unrequested.collect(ids, most, old, busy);
    requested.collect(ids, most, old, busy);
    return ids;
  }

  /** The oldest of those that made no request. */
  List<SnapshotId> unrequested(int most, Predicate<SnapshotId> busy) {
    List<SnapshotId> ids = new ArrayList<>();
    unrequested.collect(ids, most, packed -> true, busy);
    return ids;
  }

  int size() {
    return requested.entries.size() + unrequested.entries.size();
  }

  /** Of heap; an estimate that was compared with what is taken. */
  long bytes() {
    return requested.bytes + unrequested.bytes;
  }

  /** Of these, what those take that made no request. */
  long unrequestedBytes() {
    return unrequested.bytes;
  }

  void forEach(BiConsumer<SnapshotId, Entry> action) {
    for (Group group : List.of(requested, unrequested)) {
      group.entries.forEach(
          (key, packed) -> action.accept(id(key), CompactForm.unpack(id(key), packed)));
    }
  }

  private static SnapshotId id(UUID key) {
    return new SnapshotId(key.toString());
  }
}
