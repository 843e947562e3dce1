package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Witness;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Time;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What evidence of workers and operators does to requests whose fate is not known. */
class EvidenceRuleTest {
  private static final PermitId ANOTHER = new PermitId("another permit");
  private static final Result.Rejected REJECTED = Samples.rejectedResult();

  private final List<Alarms.Alarm> alarms = new ArrayList<>();
  private final EvidenceRule rule =
      new EvidenceRule(
          new Context(
              null,
              Freezes.NONE,
              null,
              Samples.RULES,
              null,
              (alarm, run) -> alarms.add(alarm),
              Journeys.NONE,
              CrashPoints.NONE,
              null,
              Time.system(),
              null,
              "worker-1"));

  @Test
  void shouldNotLetAnOperatorDecideWhatIsBeingSettled() {
    Change change = apply(Samples.intent(), Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR);

    assertThat(change.next()).isNull();
    assertThat(only(change).result().errorOrNull().code()).isEqualTo(ErrorCode.EVIDENCE_MISMATCH);
  }

  @Test
  void shouldBelieveTheSendingWorkerAboutItsIntent() {
    Change taken = apply(Samples.intent(), Evidence.Says.TAKEN, Evidence.By.WORKER);
    Change notTaken = apply(Samples.intent(), Evidence.Says.NOT_TAKEN, Evidence.By.WORKER);

    assertThat(only(taken).result()).isInstanceOf(Result.Accepted.class);
    assertThat(taken.settles()).hasSize(2); // The evidence, and the command that it answers.
    assertThat(notTaken.next().runs()).isEmpty();
    assertThat(notTaken.outcomes()).isEmpty(); // The command goes on.
  }

  @Test
  void shouldReviseADoubtEitherWay() {
    assertThat(only(apply(Samples.inDoubt(), Evidence.Says.TAKEN, Evidence.By.OPERATOR)).result())
        .isInstanceOf(Result.Accepted.class);
    assertThat(
            only(apply(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR)).result())
        .isInstanceOf(Result.Rejected.class);
  }

  @Test
  void shouldChangeNothingThatIsKnown() {
    for (RunState known : List.of(Samples.accepted(), Samples.completed(), Samples.failed())) {
      Change change = apply(known, Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR);

      assertThat(change.next()).isNull();
      assertThat(only(change).duplicateOf()).isEqualTo(new CommandId("c"));
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void shouldReviseADoubtAsTheEventOfTheCommandCausedByTheEvidence() {
    Outcome revised = only(apply(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR));

    assertThat(revised.record().offset()).isEqualTo(1);
    assertThat(revised.cause().offset()).isEqualTo(9);
    assertThat(revised.told().revision()).isEqualTo(2);
    assertThat(revised.told().evidence())
        .extracting(Witness::by, Witness::requestedBy, Witness::reason)
        .containsExactly(Evidence.By.OPERATOR, "ops", "looked");
  }

  @Test
  void shouldLetTheSendingWorkerCorrectAnOperatorsRejection() {
    RunState rejected = new RunState.Refused(Samples.ATTEMPT, Samples.told(2, REJECTED));

    Outcome corrected = only(apply(rejected, Evidence.Says.TAKEN, Evidence.By.WORKER));

    assertThat(corrected.result()).isInstanceOf(Result.Accepted.class);
    assertThat(corrected.told().revision()).isEqualTo(3);
    assertThat(corrected.told().evidence().by()).isEqualTo(Evidence.By.WORKER);
    assertThat(alarms).containsExactly(Alarms.Alarm.OPERATOR_CONTRADICTED);
  }

  @Test
  void shouldNotRepeatARejectionOnTheSameWord() {
    RunState rejected = new RunState.Refused(Samples.ATTEMPT, Samples.told(2, REJECTED));

    Change again = apply(rejected, Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR);

    assertThat(again.next()).isNull();
    assertThat(only(again).duplicateOf()).isEqualTo(new CommandId("c"));
    assertThat(alarms).isEmpty();
  }

  @Test
  void shouldNotBelieveEvidenceAboutAnotherPermit() {
    Change change = apply(Samples.inDoubt(), ANOTHER, Evidence.Says.TAKEN, Evidence.By.OPERATOR);

    assertThat(change.next()).isNull();
    assertThat(only(change).result().errorOrNull().code()).isEqualTo(ErrorCode.EVIDENCE_MISMATCH);
    assertThat(only(change).subject().commandId()).isEqualTo(new CommandId("c"));
  }

  /** It may come for an intent that was never committed, whose command goes on. */
  @Test
  void shouldNotAnswerAWorkersEvidenceThatFitsNothingInTheNameOfTheCommand() {
    Change change = apply(Samples.intent(), ANOTHER, Evidence.Says.NOT_TAKEN, Evidence.By.WORKER);

    assertThat(only(change).result().errorOrNull().code()).isEqualTo(ErrorCode.EVIDENCE_MISMATCH);
    assertThat(only(change).subject().commandId()).isEqualTo(CommandId.of(Samples.place(9)));
  }

  @Test
  void shouldAnswerEvidenceThatComesAfterTheEndWithTheEnd() {
    Outcome answer = only(apply(Samples.completed(), Evidence.Says.TAKEN, Evidence.By.WORKER));

    assertThat(answer.result()).isInstanceOf(Result.Completed.class);
    assertThat(answer.duplicateOf()).isEqualTo(new CommandId("c"));
  }

  private Change apply(RunState state, Evidence.Says says, Evidence.By by) {
    return apply(state, Samples.ATTEMPT.permit().id(), says, by);
  }

  private Change apply(RunState state, PermitId permit, Evidence.Says says, Evidence.By by) {
    Evidence evidence =
        new Evidence(Samples.SNAPSHOT, new CommandId("c"), permit, says, by, null, "ops", "looked");
    return rule.apply(
        evidence, Samples.place(9), new Entry(1, List.of(Samples.run("c", 1, state))));
  }

  private static Outcome only(Change change) {
    assertThat(change.outcomes()).hasSize(1);
    return change.outcomes().getFirst();
  }
}
