package io.rollbackworker.rollback;

import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.Volume;
import io.rollbackworker.precondition.VolumeState;
import io.rollbackworker.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of a request whose effect is unknown. Sends nothing.
 *
 * <p>Proof is that the snapshot itself is being rolled back, and counts at once. The volume's
 * status proves nothing: another snapshot's rollback, or a person at the console, changes it too.
 * Silence never means "not taken": when nobody can send under the permit any more and a rollback
 * would be visible by now, the command is told {@code in_doubt}.
 */
final class Reconciliation {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  private final Context context;
  private final Lane lane;
  private final OpenRun open;
  private final Run run;
  private Observed lastSeen = Observed.NOTHING;
  private @Nullable Volume lastVolume;

  /**
   * @param open an intent that is committed
   */
  Reconciliation(Context context, Lane lane, OpenRun open) {
    this.context = context;
    this.lane = lane;
    this.open = open;
    this.run = open.run();
  }

  /** Our own call ended without an answer that says what happened. */
  void ofOwn(EffectResult.Unknown unknown) throws SessionEnded, InterruptedException {
    reconcile(context.settings().visibleAfter(), unknown.why(), unknown.cloud());
  }

  /**
   * An intent found in the ledger: its owner is gone, or has lost the lane and may still be
   * sending.
   */
  void ofFound() throws SessionEnded, InterruptedException {
    Attempt attempt = run.attempt();
    if (lane.burnUnused(attempt.permit().id())) {
      var _ = open.release();
      return;
    }
    Duration nobodyCanSend = attempt.permit().life().plus(context.settings().requestTimeout());
    Duration patience = nobodyCanSend.plus(context.settings().visibleAfter());
    reconcile(
        patience.minus(hasWaited()),
        "the worker that intended it stopped before it told the result",
        null);
  }

  /**
   * Since the intent was stored, by the brokers' clocks, which may differ: whoever owned the lane
   * meanwhile. Without it a fleet whose workers restart often would never answer.
   */
  private Duration hasWaited() {
    if (!(run.state() instanceof RunState.Intent(var attempt, Instant storedAt))
        || storedAt == null) {
      return Duration.ZERO;
    }
    Duration waited =
        Duration.between(storedAt, lane.openedAt()).minus(context.settings().clockSkew());
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  /**
   * The cloud said no, but a gateway may have repeated our request, the first of them with success.
   * Rejected only if the state speaks for it, now and once a rollback would be visible.
   */
  void afterRefusal(OutcomeError refusal, Explanation explanation)
      throws SessionEnded, InterruptedException {
    Baseline baseline = run.attempt().baseline();
    Optional<Observation> first = lookAtLast();
    if (first.filter(seen -> speaksForRefusal(seen, baseline)).isPresent()) {
      lane.pause(context.settings().visibleAfter());
      Optional<Observation> then = lookAtLast().filter(seen -> speaksForRefusal(seen, baseline));
      if (then.isPresent()) {
        OutcomeError error = explanation.of(refusal, then.get());
        var told = context.first(new Result.Rejected(run.attempt().permit().id(), error, lastSeen));
        open.decide(Decision.revisable(new RunState.Refused(run.attempt(), told)));
        return;
      }
    }
    String why =
        first.isEmpty()
            ? "the cloud refused it, and could not be asked whether it did so in truth"
            : "the cloud refused it, but snapshot or volume changed meanwhile";
    reconcile(context.settings().visibleAfter(), why, refusal.cloud());
  }

  private void tellThatItTakes(Duration patience, String why) {
    LOG.atInfo()
        .addKeyValue("snapshotId", run.snapshotId())
        .addKeyValue("commandId", run.commandId())
        .addKeyValue("atMostSeconds", patience.toSeconds())
        .log("reconciling a request whose effect is unknown: {}", why);
  }

  private void reconcile(Duration patience, String why, @Nullable CloudError cloud)
      throws SessionEnded, InterruptedException {
    tellThatItTakes(patience, why);
    Intervals intervals = context.intervals();
    long start = context.time().nanos();
    while (open.refresh()) {
      Optional<Observation> seen = look();
      if (seen.filter(Observation::isRollingBack).isPresent()) {
        var proven =
            new Result.Accepted(run.attempt().permit().id(), Result.Proof.OBSERVED, null, lastSeen);
        open.decide(
            Decision.revisable(
                new RunState.Accepted(run.attempt(), context.time().now(), context.first(proven))));
        return;
      }
      Duration left = patience.minusNanos(context.time().nanos() - start);
      if (!left.isPositive()) {
        open.decide(Decision.revisable(inDoubt(why, cloud)));
        return;
      }
      Duration next = intervals.next();
      lane.pause(next.compareTo(left) < 0 ? next : left);
    }
  }

  private RunState.InDoubt inDoubt(String why, @Nullable CloudError cloud) {
    Attempt attempt = run.attempt();
    String hint =
        lastVolume != null && hasMoved(lastVolume, attempt.baseline())
            ? " The volume has changed since (updated_at "
                + lastVolume.updatedAt()
                + "), as after a finished rollback; this proves nothing."
            : "";
    OutcomeError error =
        OutcomeError.of(
            ErrorCode.UNKNOWN_EFFECT,
            "Expected an answer to the rollback request, but " + why + "." + hint,
            cloud);
    return new RunState.InDoubt(
        attempt, context.first(new Result.InDoubt(attempt.permit().id(), error, lastSeen)));
  }

  /** Tries again for a while: a throttled look is no reason for a doubt. */
  private Optional<Observation> lookAtLast() throws SessionEnded, InterruptedException {
    Intervals intervals = context.intervals();
    long start = context.time().nanos();
    Optional<Observation> seen = look();
    while (seen.isEmpty()
        && context.time().nanos() - start < context.settings().requestTimeout().toNanos()) {
      lane.pause(intervals.next());
      seen = look();
    }
    return seen;
  }

  private Optional<Observation> look() throws SessionEnded, InterruptedException {
    Optional<Observation> seen =
        context.look(lane, run, Priority.URGENT, context.settings().pollLongest());
    seen.ifPresent(
        s -> {
          lastSeen = s.observed();
          lastVolume = volume(s).orElse(null);
        });
    return seen;
  }

  /**
   * Neither snapshot nor volume shows a trace of a rollback since the baseline. A cloud may show it
   * of one of them only, or of one of them first.
   */
  private static boolean speaksForRefusal(Observation seen, Baseline baseline) {
    return seen instanceof Observation.Both both
        && isUntouched(both.snapshot(), baseline)
        && both.volume().state() != VolumeState.ROLLING_BACK
        && !hasMoved(both.volume(), baseline);
  }

  private static Optional<Volume> volume(Observation seen) {
    return seen instanceof Observation.Both both ? Optional.of(both.volume()) : Optional.empty();
  }

  private static boolean isUntouched(Snapshot snapshot, Baseline baseline) {
    return !snapshot.isRollingBack()
        && Objects.equals(snapshot.updatedAt(), baseline.snapshotUpdatedAt());
  }

  /**
   * The volume looks as after a finished rollback: a fitting status, and changed since the
   * baseline.
   */
  private static boolean hasMoved(Volume volume, Baseline baseline) {
    return (volume.isReady() || volume.state() == VolumeState.FAILED)
        && !Objects.equals(volume.updatedAt(), baseline.volumeUpdatedAt());
  }
}
