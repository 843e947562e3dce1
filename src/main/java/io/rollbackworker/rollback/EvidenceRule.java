package io.rollbackworker.rollback;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Witness;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What evidence does to an entry. It counts only for the run that holds the permit: a worker's
 * while the run is an intent or in doubt, all other while it is in doubt. A worker's "taken" and
 * the cloud's own log's also correct a rejection, and a worker's "not taken" what was inferred, or
 * read in the log, to be taken: for who says it was there, and nobody can forge its word. (For an
 * intent the log is asked by who reconciles it: its own worker mostly has the answer itself, a
 * moment later.)
 *
 * <p>It is told as a revision of the command that it is about. A worker's "not taken" for an intent
 * only releases it: the command goes on and its outcome follows.
 */
final class EvidenceRule {
  private final Context context;

  EvidenceRule(Context context) {
    this.context = context;
  }

  /** Empty: it changes nothing, now. */
  Optional<Change> apply(Evidence evidence, Entry entry) {
    return entry.runs().stream()
        .filter(run -> evidence.permit().equals(run.state().permitOrNull()))
        .findFirst()
        .flatMap(run -> apply(evidence, entry, run));
  }

  private Optional<Change> apply(Evidence evidence, Entry entry, Run run) {
    boolean worker = evidence.by() == Evidence.By.WORKER;
    boolean log = evidence.by() == Evidence.By.LOG;
    boolean taken = evidence.says() == Evidence.Says.TAKEN;
    return switch (run.state()) {
      case RunState.Intent _ when worker && taken ->
          Optional.of(Changes.firstOutcome(entry, run, decide(evidence, run, 1)));
      case RunState.Intent _ when worker -> Optional.of(Changes.release(entry, run));
      case RunState.InDoubt doubt -> Optional.of(revision(evidence, entry, run, doubt));
      case RunState.Refused refused when log && taken && isBySender(refused) -> {
        context.alarms().raise(Alarms.Alarm.LOG_CONTRADICTED, run);
        yield Optional.empty();
      }
      case RunState.Refused refused when (worker || log) && taken -> {
        alarmIfContradicted(refused.told().evidence(), run);
        yield Optional.of(revision(evidence, entry, run, refused));
      }
      case RunState.Accepted accepted when worker && !taken && isOfLess(accepted) -> {
        alarmIfContradicted(accepted.told().evidence(), run);
        yield Optional.of(revision(evidence, entry, run, accepted));
      }
      case RunState.Intent _, RunState.Refused _, RunState.Accepted _, RunState.Final _ ->
          Optional.empty();
    };
  }

  private Change revision(Evidence evidence, Entry entry, Run run, RunState.Revisable state) {
    return Changes.revision(entry, run, decide(evidence, run, state.told().revision() + 1));
  }

  /** It rests on less than the word of who would have sent it. */
  private static boolean isOfLess(RunState.Accepted accepted) {
    Result.Proof proof = accepted.told().result().proof();
    return proof == Result.Proof.INFERRED || proof == Result.Proof.LOG;
  }

  private static boolean isBySender(RunState.Refused refused) {
    Witness witness = refused.told().evidence();
    return witness != null && witness.by() == Evidence.By.WORKER;
  }

  private void alarmIfContradicted(@Nullable Witness said, Run run) {
    if (said != null && said.by() == Evidence.By.OPERATOR) {
      context.alarms().raise(Alarms.Alarm.OPERATOR_CONTRADICTED, run);
    } else if (said != null && said.by() == Evidence.By.INFERENCE) {
      context.inference().wasWrong(run, context.time().now());
      context.alarms().raise(Alarms.Alarm.INFERENCE_CONTRADICTED, run);
    } else if (said != null && said.by() == Evidence.By.LOG) {
      context.alarms().raise(Alarms.Alarm.LOG_CONTRADICTED, run);
    }
  }

  /** What follows for a run of this state. */
  Decision decide(Evidence evidence, Run run, int revision) {
    Attempt attempt = run.attempt();
    Witness witness =
        new Witness(
            evidence.by(),
            evidence.by() == Evidence.By.OPERATOR ? evidence.who() : null,
            evidence.reason(),
            evidence.at());
    return Decision.revisable(
        evidence.says() == Evidence.Says.TAKEN
            ? new RunState.Accepted(
                attempt, context.time().now(), context.told(revision, witness, taken(evidence)))
            : new RunState.Refused(attempt, context.told(revision, witness, notTaken(evidence))));
  }

  private static Result.Accepted taken(Evidence evidence) {
    Result.Proof proof =
        switch (evidence.by()) {
          case WORKER -> Result.Proof.RESPONSE;
          case OPERATOR -> Result.Proof.OPERATOR;
          case INFERENCE -> Result.Proof.INFERRED;
          case LOG -> Result.Proof.LOG;
        };
    return new Result.Accepted(evidence.permit(), proof, evidence.requestId(), Observed.NOTHING);
  }

  private static Result.Rejected notTaken(Evidence evidence) {
    String who =
        switch (evidence.by()) {
          case WORKER -> "the sending worker says that it did not";
          case OPERATOR -> "an operator says that it did not";
          case INFERENCE -> "by updated_at it did not";
          case LOG -> "its own log says that it did not";
        };
    ErrorCode code =
        evidence.by() == Evidence.By.INFERENCE
            ? ErrorCode.REQUEST_NOT_TAKEN
            : ErrorCode.CLOUD_REFUSED;
    return new Result.Rejected(
        evidence.permit(),
        OutcomeError.of(
            code,
            "Expected the cloud to take the request, but " + who + ": " + evidence.reason() + "."),
        Observed.NOTHING);
  }
}
