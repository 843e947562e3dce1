package io.rollbackworker.rollback;

import io.rollbackworker.inference.Stamps;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.precondition.Observation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one watch teaches about {@code updated_at}: a rollback that the cloud took moves snapshot
 * and volume together, and afterwards both rest; so do those of a doubt. Not thread-safe: owned by
 * the watch.
 */
final class Calibrating {
  /** A cloud that moves it now and then is not found out by one. */
  private static final int LOOKS_AT_REST = 3;

  private final Context context;
  private @Nullable Run ended;
  private Observation.@Nullable Both before;

  /** Of this watch one lesson is enough, but for what moves. */
  private boolean counted;

  Calibrating(Context context) {
    this.context = context;
  }

  void ended(Run run, RunState.Accepted accepted, Result.End end, Observation.Both seen) {
    if (isProven(accepted) && end instanceof Result.Completed && ended == null) {
      ended = run;
      before = seen;
      stopIf(context.inference().rolledBack(run, seen, context.time().now()), run);
    }
  }

  /** The cloud took it, long ago, and nothing shows that it ever ran. */
  void leftNoTrace(Run run, RunState.Accepted accepted, Observation.Both seen) {
    if (isProven(accepted) && !counted && new Traces(accepted.attempt().baseline()).areNone(seen)) {
      counted = true;
      stopIf(context.inference().rolledBack(run, seen, context.time().now()), run);
    }
  }

  /** Nobody knows of a rollback of it; one lesson for a doubt, however often it is looked at. */
  void doubted(Run run, Observation.Both seen) {
    if (before != null && !(counted && Stamps.of(seen).equals(Stamps.of(before)))) {
      counted = true;
      context.inference().doubted(run, before, seen);
    }
    before = seen;
  }

  /** A look at it alone, as at one whose request's effect is not known; after a while. */
  interface Look {
    Optional<Observation> at(Run run) throws SessionEnded, InterruptedException;
  }

  /** After the end; seldom, once enough snapshots were looked at. */
  void atRest(Look look) throws SessionEnded, InterruptedException {
    Run run = ended;
    Observation.Both first = before;
    if (run == null
        || first == null
        || !context.inference().wantsRest(run.projectId(), context.random().nextDouble())) {
      return;
    }
    Observation.Both last = first;
    for (int i = 0; i < LOOKS_AT_REST && Stamps.of(last).equals(Stamps.of(first)); i++) {
      if (!(look.at(run).orElse(null) instanceof Observation.Both seen)) {
        return; // Nothing is known of it.
      }
      last = seen;
    }
    context.inference().rested(run, first, last);
  }

  /** Only what the cloud itself said it took is sure to be our rollback. */
  private static boolean isProven(RunState.Accepted accepted) {
    return accepted.told().result().proof() == Result.Proof.RESPONSE;
  }

  private void stopIf(boolean contradicted, Run run) {
    if (contradicted) {
      context.alarms().raise(Alarms.Alarm.INFERENCE_STOPPED, run);
    }
  }
}
