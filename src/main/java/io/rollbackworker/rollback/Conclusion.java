package io.rollbackworker.rollback;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.Evidence.Says;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the end of a rollback request's call. If the lane is lost while the request's
 * fate is known, the fate goes to the next owner as evidence.
 */
final class Conclusion {
  private final Context context;
  private final Lane lane;

  Conclusion(Context context, Lane lane) {
    this.context = context;
    this.lane = lane;
  }

  /**
   * The intent is taken back and the command may go on.
   *
   * @param error what to tell if the deadline comes first; null: what stood in the way before
   */
  record Released(Entry entry, @Nullable OutcomeError error) {}

  /**
   * Empty when the command has its first outcome.
   *
   * @param explanation of a refusal
   */
  Optional<Released> of(
      Entry entry, Intended intended, EffectResult result, Explanation explanation)
      throws SessionEnded, InterruptedException {
    Run run = intended.run();
    SendPermit permit = intended.permit();
    try {
      return switch (result) {
        case EffectResult.Taken(String requestId) -> {
          var told =
              new Result.Accepted(
                  permit.permit().id(), Result.Proof.RESPONSE, requestId, observed(run));
          yield tell(entry, run, accepted(run, told));
        }
        case EffectResult.PermitGone() -> release(entry, run, null);
        case EffectResult.NotSent(OutcomeError error) -> release(entry, run, error);
        case EffectResult.RefusedBeforeExecution(var error, boolean temporary) ->
            temporary ? release(entry, run, error) : tell(entry, run, rejected(run, error));
        // Reconciling takes its time, and a lane that closes need not wait for it.
        case EffectResult.Refused(OutcomeError error) -> {
          lane.concluded(permit);
          yield new Reconciliation(context, lane).afterRefusal(entry, run, error, explanation);
        }
        case EffectResult.Unknown unknown -> {
          lane.concluded(permit);
          yield new Reconciliation(context, lane).ofOwn(entry, run, unknown);
        }
      };
    } catch (SessionEnded e) {
      publish(run, permit, result);
      throw e;
    } finally {
      lane.concluded(permit);
    }
  }

  private Optional<Released> tell(Entry entry, Run run, RunState decided)
      throws SessionEnded, InterruptedException {
    new OpenRun(lane, entry, run).decide(decided);
    return Optional.empty();
  }

  private Optional<Released> release(Entry entry, Run run, @Nullable OutcomeError error)
      throws SessionEnded, InterruptedException {
    return new OpenRun(lane, entry, run).release().map(now -> new Released(now, error));
  }

  private RunState.Accepted accepted(Run run, Result.Accepted result) {
    return new RunState.Accepted(run.attempt(), context.time().now(), context.first(result));
  }

  private RunState.Rejected rejected(Run run, OutcomeError error) {
    Attempt attempt = run.attempt();
    return new RunState.Rejected(
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
                null,
                "worker " + context.worker() + " lost its lane before it could write this"));
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
