package io.rollbackworker.cloud;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Obstacle;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.SnapshotState;
import io.rollbackworker.precondition.Volume;
import io.rollbackworker.precondition.VolumeState;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a rollback depends on: the snapshot, its volume, and what this kind of cloud demands
 * beyond their statuses. Thread-safe.
 */
final class StateReader {
  private final Access access;
  private final ReadCall reads;

  StateReader(Access access, ReadCall reads) {
    this.access = access;
    this.reads = reads;
  }

  /** Two calls; three where the cloud takes a volume's newest snapshot only. */
  Reading read(SnapshotId id, Instant deadline) {
    return read(id, deadline, snapshot -> readVolume(snapshot, deadline));
  }

  /** For who follows a rollback: one call while it runs. */
  Reading readFollowed(SnapshotId id, Instant deadline) {
    return read(
        id,
        deadline,
        snapshot ->
            snapshot.isRollingBack()
                ? new Reading.Seen(new Observation.RollingBack(snapshot))
                : readVolume(snapshot, deadline));
  }

  private Reading read(SnapshotId id, Instant deadline, Function<Snapshot, Reading> rest) {
    String path = access.paths().snapshot(access.project(), id);
    var question =
        new ReadCall.Question<>(
            path, "snapshot " + id, body -> Wire.snapshot(body, access.dialect()));
    return switch (reads.read(question, deadline)) {
      case ReadCall.Read.Failed<Snapshot>(Reading reading) -> reading;
      case ReadCall.Read.Missing<Snapshot> missing ->
          new Reading.Seen(new Observation.NoSnapshot());
      case ReadCall.Read.Found<Snapshot>(Snapshot snapshot) -> rest.apply(snapshot);
    };
  }

  private Reading readVolume(Snapshot snapshot, Instant deadline) {
    VolumeId id = snapshot.volumeId();
    String path = access.paths().volume(access.project(), id);
    var question =
        new ReadCall.Question<>(path, "volume " + id, body -> Wire.volume(body, access.dialect()));
    return switch (reads.read(question, deadline)) {
      case ReadCall.Read.Failed<Volume>(Reading reading) -> reading;
      case ReadCall.Read.Missing<Volume> missing ->
          new Reading.Seen(new Observation.NoVolume(snapshot));
      case ReadCall.Read.Found<Volume>(Volume volume) ->
          new Reading.Seen(
              new Observation.Both(snapshot, volume, obstacle(snapshot, volume, deadline)));
    };
  }

  /** Asked only when nothing else stands in the way. */
  private @Nullable Obstacle obstacle(Snapshot snapshot, Volume volume, Instant deadline) {
    if (!access.dialect().revertsToNewestOnly()
        || snapshot.state() != SnapshotState.AVAILABLE
        || volume.state() != VolumeState.AVAILABLE) {
      return null;
    }
    return volume.sizeGb() == snapshot.sizeGb()
        ? newerSnapshot(snapshot, deadline)
        : new Obstacle(
            "its volume has %d GB, the snapshot has %d"
                .formatted(volume.sizeGb(), snapshot.sizeGb()),
            false);
  }

  /** Not known counts as none: both states are known all the same, and the cloud checks it too. */
  private @Nullable Obstacle newerSnapshot(Snapshot snapshot, Instant deadline) {
    access.turns().repeated(); // Beside the two reads that a turn is for.
    var question =
        new ReadCall.Question<>(
            access.paths().newest(access.project(), snapshot.volumeId()),
            "the newest snapshot of volume " + snapshot.volumeId(),
            Wire::newestSnapshot);
    return reads.read(question, deadline) instanceof ReadCall.Read.Found<Wire.Newest>(var newest)
            && !newest.id().isEmpty()
            && !newest.id().equals(snapshot.id().value())
        ? new Obstacle(
            "the volume has a newer snapshot, " + newest.id() + " (" + newest.status() + ")",
            newest.isPassing())
        : null;
  }
}
