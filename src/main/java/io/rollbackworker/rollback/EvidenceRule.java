package io.rollbackworker.rollback;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Witness;
import java.util.List;
import java.util.Optional;

/**
 * What evidence does to an entry. It counts only for the run that holds the permit: a worker's
 * while the run is an intent or in doubt, an operator's while it is in doubt. A worker's "taken"
 * also corrects an operator's rejection.
 *
 * <p>Evidence is answered by the revised event of the command that it names, with its own record as
 * the cause; by the current event, marked as a duplicate, where it changes nothing; by {@code
 * EVIDENCE_MISMATCH} where it fits no run. A worker's "not taken" for an intent only releases it:
 * the command goes on and its outcome follows.
 */
final class EvidenceRule {
  private final Context context;

  EvidenceRule(Context context) {
    this.context = context;
  }

  Change apply(Evidence evidence, Origin record, Entry entry) {
    Optional<Run> held =
        entry.run(evidence.commandId()).filter(run -> holdsPermit(run, evidence.permit()));
    if (held.isEmpty()) {
      return mismatch(evidence, record, entry, "no run of the snapshot holds that permit");
    }
    Run run = held.get();
    boolean worker = evidence.by() == Evidence.By.WORKER;
    return switch (run.state()) {
      case RunState.Intent intent when worker -> decide(evidence, record, entry, run, 1);
      case RunState.Intent intent ->
          mismatch(evidence, record, entry, "that command is not in doubt, it is being reconciled");
      case RunState.InDoubt doubt ->
          decide(evidence, record, entry, run, doubt.told().revision() + 1);
      case RunState.Refused refused when worker && evidence.says() == Evidence.Says.TAKEN -> {
        context.alarms().raise(Alarms.Alarm.OPERATOR_CONTRADICTED, run);
        yield decide(evidence, record, entry, run, refused.told().revision() + 1);
      }
      case RunState.Refused _, RunState.Accepted _, RunState.Final _ ->
          Changes.repetition(entry, run.subject(), record, run, context.worker());
    };
  }

  private static boolean holdsPermit(Run run, PermitId permit) {
    return permit.equals(run.state().permitOrNull());
  }

  private Change decide(Evidence evidence, Origin record, Entry entry, Run run, int revision) {
    Attempt attempt = run.attempt();
    boolean first = run.state() instanceof RunState.Intent;
    if (evidence.says() == Evidence.Says.NOT_TAKEN && first) {
      return change(evidence, entry, entry.without(run.commandId()), List.of(), List.of(record));
    }
    Witness witness =
        new Witness(evidence.by(), evidence.requestedBy(), evidence.reason(), record.timestamp());
    Decision decision =
        Decision.revisable(
            evidence.says() == Evidence.Says.TAKEN
                ? new RunState.Accepted(
                    attempt, context.time().now(), context.told(revision, witness, taken(evidence)))
                : new RunState.Refused(
                    attempt, context.told(revision, witness, notTaken(evidence))));
    return change(
        evidence,
        entry,
        entry.with(run.with(decision.state())),
        List.of(Changes.event(run, decision, record)),
        first ? List.of(record, run.record()) : List.of(record));
  }

  private static Result.Accepted taken(Evidence evidence) {
    return new Result.Accepted(
        evidence.permit(),
        evidence.by() == Evidence.By.WORKER ? Result.Proof.RESPONSE : Result.Proof.OPERATOR,
        evidence.requestId(),
        Observed.NOTHING);
  }

  private static Result.Rejected notTaken(Evidence evidence) {
    String who = evidence.by() == Evidence.By.WORKER ? "the sending worker" : "an operator";
    String reason = evidence.reason() == null ? "" : ": " + evidence.reason();
    return new Result.Rejected(
        evidence.permit(),
        OutcomeError.of(
            ErrorCode.CLOUD_REFUSED,
            "Expected the cloud to take the request, but "
                + who
                + " says that it did not"
                + reason
                + "."),
        Observed.NOTHING);
  }

  private static Change change(
      Evidence evidence, Entry entry, Entry next, List<Outcome> outcomes, List<Origin> settles) {
    return new Change(evidence.snapshotId(), entry.version(), next, outcomes, settles);
  }

  /**
   * A worker's evidence may come for an intent that was never committed: its answer must not look
   * like the answer to the command, which goes on and gets its own.
   */
  private static CommandId answered(Evidence evidence, Origin record) {
    return evidence.by() == Evidence.By.WORKER ? CommandId.of(record) : evidence.commandId();
  }

  private Change mismatch(Evidence evidence, Origin record, Entry entry, String but) {
    Subject subject =
        new Subject(
            evidence.snapshotId(),
            null,
            null,
            answered(evidence, record),
            record,
            Audit.NONE,
            null);
    OutcomeError error =
        OutcomeError.of(
            ErrorCode.EVIDENCE_MISMATCH,
            "Expected evidence about permit "
                + evidence.permit()
                + " of command "
                + evidence.commandId()
                + " to fit, but "
                + but
                + ".");
    return Changes.answerOnly(
        entry, subject, record, context.first(new Result.Rejected(null, error, Observed.NOTHING)));
  }
}
