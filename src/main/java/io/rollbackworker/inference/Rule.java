package io.rollbackworker.inference;

import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Permit;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.SnapshotState;
import io.rollbackworker.precondition.VolumeState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the stamps say about a request, if they may be believed. Pure.
 *
 * <p><b>Taken</b>: snapshot and volume moved since the baseline, together, while the permit could
 * act; both are at rest as after a finished rollback, and nobody renamed or described either anew.
 * Only a rollback of this very snapshot does that (or somebody who resets both states by hand).
 *
 * <p><b>Not taken</b>: nobody can send any more, what was late would have come, and the snapshot's
 * stamp is the baseline's, which was older than the permit by more than the cloud's clock can
 * resolve: so no rollback of it began before this look.
 */
record Rule(InferenceSettings settings) {
  /** Some clouds write whole seconds. */
  private static final Duration GRAIN = Duration.ofSeconds(2);

  /**
   * @param says null: nothing
   * @param why what speaks for it, or what is missing; a clause
   */
  record Finding(@Nullable Says says, String why) {
    private static Finding missing(String why) {
      return new Finding(null, why);
    }
  }

  /**
   * @param late whether nobody could send for so long that nothing can come late
   */
  Finding of(Attempt attempt, Observation.Both seen, boolean late) {
    Stamps before = Stamps.of(attempt.baseline());
    Stamps now = Stamps.of(seen);
    if (seen.snapshot().state() != SnapshotState.AVAILABLE
        || seen.volume().state() != VolumeState.AVAILABLE) {
      return Finding.missing(
          "the snapshot is " + seen.snapshot().status() + ", the volume " + seen.volume().status());
    }
    return now.snapshotMovedSince(before)
        ? moved(attempt, before, now, seen)
        : unmoved(attempt.permit(), before, late);
  }

  private Finding moved(Attempt attempt, Stamps before, Stamps now, Observation.Both seen) {
    if (!now.movedTogetherSince(before, settings.together())) {
      return Finding.missing("the snapshot has changed, but not together with its volume");
    }
    if (attempt.baseline().described() == null) {
      return Finding.missing("what they were called before is not known, before topics upgrade");
    }
    if (!seen.described().equals(attempt.baseline().described())) {
      return Finding.missing("name, description or metadata of one of them have changed");
    }
    Permit permit = attempt.permit();
    boolean inTime =
        Stamps.time(now.snapshot())
            .filter(at -> !at.isBefore(permit.madeAfter().minus(settings.clockSkew())))
            .filter(at -> !at.isAfter(overAt(permit)))
            .isPresent();
    return inTime
        ? new Finding(
            Says.TAKEN, "snapshot and volume changed together while the request could act")
        : Finding.missing("they changed together, but not while the request could act");
  }

  private Finding unmoved(Permit permit, Stamps before, boolean late) {
    boolean resolved =
        before.snapshot() == null
            || Stamps.time(before.snapshot())
                .filter(
                    at -> at.plus(GRAIN).plus(settings.clockSkew()).isBefore(permit.madeAfter()))
                .isPresent();
    if (!resolved) {
      return Finding.missing("the snapshot had changed right before the request");
    }
    return late
        ? new Finding(Says.NOT_TAKEN, "the snapshot has not changed, and nothing can come any more")
        : Finding.missing("the snapshot has not changed, but the request may still come");
  }

  private Instant overAt(Permit permit) {
    return permit
        .sendNotAfter()
        .plus(settings.requestTimeout())
        .plus(settings.lateness())
        .plus(settings.clockSkew());
  }
}
