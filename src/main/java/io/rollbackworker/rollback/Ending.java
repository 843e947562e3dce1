package io.rollbackworker.rollback;

import io.rollbackworker.inference.Stamps;
import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Volume;
import java.time.Duration;
import java.util.Optional;

/**
 * How an accepted rollback ended, from one look at the cloud. Pure.
 *
 * <p>The volume's status tells of the last work on it. That was ours only if nobody has worked on
 * it since: a cloud stamps the end of one rollback on snapshot and volume together, so a volume
 * that changed later than its snapshot was changed by others. Where the cloud does not stamp the
 * snapshot, another snapshot's rollback between two looks is not noticed.
 *
 * @param rollingBackSeen ours was seen; else the reading after the request may still be the old one
 * @param visible ours would be seen by now
 * @param together so far apart the two stamps of one rollback may be
 */
record Ending(boolean rollingBackSeen, boolean visible, Duration together) {

  /** Empty while it may still be running, or others work on the volume. */
  Optional<Result.End> of(RunState.Accepted accepted, Observation.Both seen) {
    Baseline before = accepted.attempt().baseline();
    boolean mayBeOld = !rollingBackSeen && (!visible || isAsBefore(seen.volume(), before));
    if (seen.isRollingBack() || mayBeOld) {
      return Optional.empty();
    }
    return switch (seen.volume().state()) {
      // Attached right after: somebody was waiting for it.
      case AVAILABLE, ATTACHED ->
          Optional.of(
              changedByOthers(seen, before)
                  ? new Result.Ended(seen.observed())
                  : new Result.Completed(seen.observed()));
      case ROLLBACK_FAILED, FAILED ->
          Optional.of(
              changedByOthers(seen, before)
                  ? new Result.Ended(seen.observed())
                  : new Result.Failed(failure(seen.volume()), seen.observed()));
      // Busy while our snapshot is free again: somebody else's work.
      case ROLLING_BACK, BUSY, UNUSABLE -> Optional.empty();
    };
  }

  /** However long it takes until the cloud shows it; where it tells no time, it may have. */
  private static boolean isAsBefore(Volume volume, Baseline before) {
    return before.volumeUpdatedAt() != null && before.volumeUpdatedAt().equals(volume.updatedAt());
  }

  private boolean changedByOthers(Observation.Both seen, Baseline before) {
    Stamps stamps = Stamps.of(seen);
    return stamps.snapshot() != null
        && !stamps.snapshot().equals(before.snapshotUpdatedAt())
        // A cloud that writes them in another form says nothing here.
        && stamps.apart().filter(apart -> apart.compareTo(together) > 0).isPresent();
  }

  private static OutcomeError failure(Volume volume) {
    return OutcomeError.of(
        ErrorCode.ROLLBACK_FAILED,
        "Expected volume "
            + volume.id()
            + " to become available, but it is "
            + volume.status()
            + ".");
  }
}
