package io.rollbackworker.rollback;

import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.precondition.Observation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusion from the end of a rollback request's call. If the lane is lost while the
 * request's fate is known, the fate goes to the next owner as evidence.
 */
final class Concluding {
  private final Context context;
  private final Lane lane;

  Concluding(Context context, Lane lane) {
    this.context = context;
    this.lane = lane;
  }

  /**
   * Tells the outcome, or takes the intent back.
   *
   * @param seen that the snapshot was being rolled back while the call was under way
   * @param explanation of a refusal
   */
  Conclusion of(
      Intended intended, EffectResult result, Optional<Observation> seen, Explanation explanation)
      throws SessionEnded, InterruptedException {
    OpenRun open = intended.run();
    SendPermit permit = intended.permit();
    try {
      return switch (result) {
        case EffectResult.Taken(String requestId) -> tell(open, accepted(open.run(), requestId));
        case EffectResult.PermitGone() -> takeBack(open, null);
        case EffectResult.NotSent(OutcomeError error) -> takeBack(open, error);
        case EffectResult.RefusedBeforeExecution(var error, boolean temporary) ->
            temporary ? takeBack(open, error) : tell(open, refused(open.run(), error));
        // Reconciling takes its time, and a lane that closes need not wait for it.
        case EffectResult.Refused(OutcomeError error) -> {
          lane.concluded(permit);
          new Reconciliation(context, lane, open).afterRefusal(error, explanation);
          yield new Conclusion.Told();
        }
        case EffectResult.Unknown unknown -> {
          lane.concluded(permit);
          new Reconciliation(context, lane, open).ofOwn(unknown, seen);
          yield new Conclusion.Told();
        }
      };
    } catch (SessionEnded e) {
      publish(open.run(), permit, result);
      throw e;
    } finally {
      lane.concluded(permit);
    }
  }

  private static Conclusion tell(OpenRun open, RunState.Revisable state)
      throws SessionEnded, InterruptedException {
    open.decide(Decision.revisable(state));
    return new Conclusion.Told();
  }

  /** Where evidence was quicker, that has told the outcome. */
  private static Conclusion takeBack(OpenRun open, @Nullable OutcomeError why)
      throws SessionEnded, InterruptedException {
    return open.release()
        .<Conclusion>map(now -> new Conclusion.TakenBack(now, why))
        .orElseGet(Conclusion.Told::new);
  }

  private RunState.Accepted accepted(Run run, @Nullable String requestId) {
    Attempt attempt = run.attempt();
    var result =
        new Result.Accepted(attempt.permit().id(), Result.Proof.RESPONSE, requestId, observed(run));
    return new RunState.Accepted(attempt, context.time().now(), context.first(result));
  }

  private RunState.Refused refused(Run run, OutcomeError error) {
    Attempt attempt = run.attempt();
    return new RunState.Refused(
        attempt, context.first(new Result.Rejected(attempt.permit().id(), error, observed(run))));
  }

  /** What was seen right before the request. */
  private static Observed observed(Run run) {
    var baseline = run.attempt().baseline();
    return new Observed(
        baseline.snapshotStatus(),
        baseline.snapshotUpdatedAt(),
        null,
        baseline.volumeStatus(),
        baseline.volumeUpdatedAt(),
        null,
        null,
        List.of());
  }

  private void publish(Run run, SendPermit permit, EffectResult result) {
    Says says = fate(result);
    if (says != null) {
      String requestId = result instanceof EffectResult.Taken(String id) ? id : null;
      leaveEvidence(run, permit, says, requestId);
    }
  }

  /**
   * For whoever owns the snapshot next: the lane is lost, but what became of the permit is known.
   */
  void leaveEvidence(Run run, SendPermit permit, Says says, @Nullable String requestId) {
    context
        .evidence()
        .publish(
            new Evidence(
                run.snapshotId(),
                run.commandId(),
                permit.permit().id(),
                says,
                Evidence.By.WORKER,
                requestId,
                context.worker(),
                "worker " + context.worker() + " lost its lane before it could write this",
                context.time().now()),
            permit.sign(says));
  }

  /** What the answer proves, if anything. */
  private static @Nullable Says fate(EffectResult result) {
    return switch (result) {
      case EffectResult.Taken taken -> Says.TAKEN;
      case EffectResult.PermitGone() -> Says.NOT_TAKEN;
      case EffectResult.NotSent notSent -> Says.NOT_TAKEN;
      case EffectResult.RefusedBeforeExecution refused -> Says.NOT_TAKEN;
      case EffectResult.Refused refused -> null;
      case EffectResult.Unknown unknown -> null;
    };
  }
}
