package io.rollbackworker.rollback;

import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.Volume;
import io.rollbackworker.precondition.VolumeState;
import java.util.Objects;
import java.util.Optional;

/** What a rollback would have left since the baseline. Pure. */
record Traces(Baseline baseline) {

  /**
   * Neither snapshot nor volume shows any. A cloud may show it of one of them only, or of one of
   * them first.
   */
  boolean areNone(Observation seen) {
    return seen instanceof Observation.Both both
        && isUntouched(both.snapshot())
        && both.volume().state() != VolumeState.ROLLING_BACK
        && !hasMoved(both.volume());
  }

  private boolean isUntouched(Snapshot snapshot) {
    return !snapshot.isRollingBack()
        && Objects.equals(snapshot.updatedAt(), baseline.snapshotUpdatedAt());
  }

  /** The volume, where it looks as after a finished rollback; which proves nothing. */
  Optional<Volume> atVolume(Observation seen) {
    return seen instanceof Observation.Both both && hasMoved(both.volume())
        ? Optional.of(both.volume())
        : Optional.empty();
  }

  /** A fitting status, and changed since. */
  private boolean hasMoved(Volume volume) {
    return (volume.isReady() || volume.state() == VolumeState.FAILED)
        && !Objects.equals(volume.updatedAt(), baseline.volumeUpdatedAt());
  }
}
