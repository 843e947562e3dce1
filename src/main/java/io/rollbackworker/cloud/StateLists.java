package io.rollbackworker.cloud;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.Volume;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads snapshots and their volumes from the cloud's lists: snapshots first, as one by one.
 * Thread-safe.
 */
final class StateLists {
  /** Of one page; what does not fit is looked at one by one. */
  private static final int MAX_PAGE_BYTES = 4 << 20;

  private final Access access;
  private final ReadCall reads;

  StateLists(Access access, ReadCall reads) {
    this.access = access;
    this.reads = reads;
  }

  private interface Page<T> {
    ReadCall.Question<List<Optional<T>>> from(int offset);
  }

  /**
   * Those of the wanted ones that the lists show; empty: the cloud does not show its lists.
   *
   * @param maxPages of each list, at least one
   */
  Optional<Map<SnapshotId, Observation>> read(
      Set<SnapshotId> wanted, int maxPages, Instant deadline) {
    return find(this::snapshots, Snapshot::id, wanted, maxPages, deadline)
        .flatMap(
            snapshots ->
                find(this::volumes, Volume::id, volumesOf(snapshots), maxPages, deadline)
                    .map(volumes -> together(snapshots, volumes)));
  }

  private static Set<VolumeId> volumesOf(Map<SnapshotId, Snapshot> snapshots) {
    return snapshots.values().stream().map(Snapshot::volumeId).collect(Collectors.toSet());
  }

  private static Map<SnapshotId, Observation> together(
      Map<SnapshotId, Snapshot> snapshots, Map<VolumeId, Volume> volumes) {
    Map<SnapshotId, Observation> seen = new HashMap<>();
    snapshots.forEach(
        (id, snapshot) -> {
          Volume volume = volumes.get(snapshot.volumeId());
          if (volume != null) {
            seen.put(id, new Observation.Both(snapshot, volume, null));
          }
        });
    return seen;
  }

  private ReadCall.Question<List<Optional<Snapshot>>> snapshots(int offset) {
    return new ReadCall.Question<>(
        access.paths().snapshots(access.project(), offset),
        "the list of snapshots",
        MAX_PAGE_BYTES,
        body -> Wire.snapshots(body, access.dialect()));
  }

  private ReadCall.Question<List<Optional<Volume>>> volumes(int offset) {
    return new ReadCall.Question<>(
        access.paths().volumes(access.project(), offset),
        "the list of volumes",
        MAX_PAGE_BYTES,
        body -> Wire.volumes(body, access.dialect()));
  }

  /** Page after page, until all are found or the list is over; empty: a page could not be read. */
  private <K, T> Optional<Map<K, T>> find(
      Page<T> pages, Function<T, K> key, Set<K> wanted, int maxPages, Instant deadline) {
    Map<K, T> found = new HashMap<>();
    boolean more = true;
    for (int page = 0; more && page < maxPages && found.size() < wanted.size(); page++) {
      access.turns().repeated(); // A turn is for two reads; more than these are counted, too.
      var read = reads.read(pages.from(page * Paths.PAGE), deadline);
      if (!(read instanceof ReadCall.Read.Found<List<Optional<T>>>(var items))) {
        return Optional.empty();
      }
      for (Optional<T> item : items) {
        item.filter(object -> wanted.contains(key.apply(object)))
            .ifPresent(object -> found.put(key.apply(object), object));
      }
      more = items.size() == Paths.PAGE;
    }
    return Optional.of(found);
  }
}
