package io.rollbackworker.rollback;

import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Cause;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.time.Intervals;
import java.time.Duration;
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
 * would be visible by now, the command is told {@code in_doubt}. Unless the cloud's own log, or
 * what {@code updated_at} says, ends the question before that ({@link Verdicts}).
 */
final class Reconciliation {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  private static final Duration SHORTLY = Duration.ofMillis(300);

  private final Context context;
  private final Lane lane;
  private final OpenRun open;
  private final Run run;
  private final Verdicts verdicts;

  /** Until something is seen, nothing. */
  private Observation last = new Observation.NoSnapshot();

  /**
   * @param open an intent that is committed
   */
  Reconciliation(Context context, Lane lane, OpenRun open) {
    this.context = context;
    this.lane = lane;
    this.open = open;
    this.run = open.run();
    this.verdicts = new Verdicts(context);
  }

  /**
   * Our own call ended without an answer that says what happened.
   *
   * @param seen that the snapshot was being rolled back meanwhile
   */
  void ofOwn(EffectResult.Unknown unknown, Optional<Observation> seen)
      throws SessionEnded, InterruptedException {
    if (seen.isPresent()) {
      last = seen.get();
      tellThatItWasSeen();
      return;
    }
    Cause cause = unknown.cloud() == null ? Cause.ANSWER_LOST : Cause.ANSWER_UNCLEAR;
    reconcile(context.settings().visibleAfter(), cause, unknown.why(), unknown.cloud());
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
    context.log().readFrom(attempt.permit().madeAfter());
    Duration nobodyCanSend = attempt.permit().life().plus(context.settings().requestTimeout());
    Duration patience = nobodyCanSend.plus(context.settings().visibleAfter());
    reconcile(
        patience.minus(context.openBefore(lane, run)),
        Cause.WORKER_GONE,
        "the worker that intended it stopped before it told the result",
        null);
  }

  /**
   * The cloud said no, but a gateway may have repeated our request, the first of them with success.
   * Rejected only if the state speaks for it, now and once a rollback would be visible.
   */
  void afterRefusal(OutcomeError refusal, Explanation explanation)
      throws SessionEnded, InterruptedException {
    Traces traces = new Traces(run.attempt().baseline());
    Optional<Observation> first = lookAtLast();
    if (first.filter(traces::areNone).isPresent()) {
      lane.pause(context.settings().visibleAfter());
      Optional<Observation> then = lookAtLast().filter(traces::areNone);
      then = then.filter(seen -> verdicts.byLog(run, Optional.of(seen), false).isEmpty());
      if (then.isPresent()) {
        OutcomeError error = explanation.of(refusal, then.get());
        var told =
            context.first(new Result.Rejected(run.attempt().permit().id(), error, last.observed()));
        open.decide(Decision.revisable(new RunState.Refused(run.attempt(), told)));
        return;
      }
    }
    String why =
        first.isEmpty()
            ? "the cloud refused it, and could not be asked whether it did so in truth"
            : "the cloud refused it, but snapshot or volume changed meanwhile";
    reconcile(context.settings().visibleAfter(), Cause.REFUSAL_UNSURE, why, refusal.cloud());
  }

  private void tellThatItTakes(Duration patience, String why) {
    LOG.atInfo()
        .addKeyValue("snapshotId", run.snapshotId())
        .addKeyValue("commandId", run.commandId())
        .addKeyValue("atMostSeconds", patience.toSeconds())
        .log("reconciling a request whose effect is unknown: {}", why);
  }

  private void reconcile(Duration patience, Cause cause, String why, @Nullable CloudError cloud)
      throws SessionEnded, InterruptedException {
    tellThatItTakes(patience, why);
    Intervals intervals = soon(cause);
    long start = context.time().nanos();
    while (open.refresh()) {
      Optional<Observation> seen = look();
      if (seen.filter(Observation::isRollingBack).isPresent()) {
        tellThatItWasSeen();
        return;
      }
      Duration left = patience.minusNanos(context.time().nanos() - start);
      Optional<Evidence> verdict = verdict(seen, cause, !left.isPositive());
      if (verdict.isPresent()) {
        open.decide(new EvidenceRule(context).decide(verdict.get(), run, 1));
        return;
      }
      if (!left.isPositive()) {
        open.decide(Decision.revisable(inDoubt(cause, why, cloud)));
        return;
      }
      Duration next = intervals.next();
      lane.pause(next.compareTo(left) < 0 ? next : left);
    }
  }

  /** A short rollback must not begin and end between two looks. */
  private Intervals soon(Cause cause) {
    return cause == Cause.WORKER_GONE
        ? context.intervals()
        : new Intervals(SHORTLY, SHORTLY, context.random());
  }

  private void tellThatItWasSeen() throws SessionEnded, InterruptedException {
    open.decide(Decision.revisable(context.seen(run.attempt(), 1, last.observed())));
  }

  /** As an intent it may be inferred to be taken, and only that. */
  private Optional<Evidence> verdict(Optional<Observation> seen, Cause cause, boolean late) {
    Optional<Evidence> logged = verdicts.byLog(run, seen, late);
    // What moves both after a refusal was another's rollback.
    return logged.isPresent() || cause == Cause.REFUSAL_UNSURE
        ? logged
        : verdicts.byStamps(run, seen, Duration.ZERO);
  }

  private RunState.InDoubt inDoubt(Cause cause, String why, @Nullable CloudError cloud) {
    Attempt attempt = run.attempt();
    String hint =
        new Traces(attempt.baseline())
            .atVolume(last)
            .map(
                volume ->
                    " The volume has changed since (updated_at "
                        + volume.updatedAt()
                        + "), as after a finished rollback; this proves nothing.")
            .orElse("");
    OutcomeError error =
        OutcomeError.of(
            ErrorCode.UNKNOWN_EFFECT,
            "Expected an answer to the rollback request, but " + why + "." + hint,
            cloud);
    return new RunState.InDoubt(
        attempt,
        context.first(new Result.InDoubt(attempt.permit().id(), cause, error, last.observed())));
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
    seen.ifPresent(s -> last = s);
    return seen;
  }
}
