package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.outcome.Witness;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What evidence of workers and operators does to requests whose fate is not known. */
class EvidenceRuleTest {
  private static final PermitId ANOTHER = new PermitId("another permit");
  private static final Result.Rejected REJECTED = Samples.rejectedResult();

  private final List<Alarms.Alarm> alarms = new ArrayList<>();
  private final Inference inference = Inference.off();
  private final EvidenceRule rule =
      new EvidenceRule(
          new Context(
              null,
              Freezes.NONE,
              Policies.NONE,
              null,
              Samples.RULES,
              null,
              CloudLog.none(),
              inference,
              (alarm, run) -> alarms.add(alarm),
              Journeys.NONE,
              CrashPoints.NONE,
              Time.system(),
              null,
              null,
              "worker-1"));

  @Test
  void shouldNotLetAnOperatorDecideWhatIsBeingSettled() {
    assertThat(apply(Samples.intent(), Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR)).isEmpty();
    assertThat(apply(Samples.intent(), Evidence.Says.TAKEN, Evidence.By.OPERATOR)).isEmpty();
  }

  @Test
  void shouldBelieveTheSendingWorkerAboutItsIntent() {
    Change taken = changed(Samples.intent(), Evidence.Says.TAKEN, Evidence.By.WORKER);
    Change notTaken = changed(Samples.intent(), Evidence.Says.NOT_TAKEN, Evidence.By.WORKER);

    assertThat(only(taken).result()).isInstanceOf(Result.Accepted.class);
    assertThat(taken.settles()).containsExactly(Samples.place(1)); // The command that it answers.
    assertThat(notTaken.next().runs()).isEmpty();
    assertThat(notTaken.outcomes()).isEmpty(); // The command goes on.
  }

  @Test
  void shouldReviseADoubtEitherWay() {
    assertThat(only(changed(Samples.inDoubt(), Evidence.Says.TAKEN, Evidence.By.OPERATOR)).result())
        .isInstanceOf(Result.Accepted.class);
    assertThat(
            only(changed(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR))
                .result())
        .isInstanceOf(Result.Rejected.class);
  }

  @Test
  void shouldChangeNothingThatIsKnown() {
    for (RunState known : List.of(Samples.accepted(), Samples.completed(), Samples.failed())) {
      for (Evidence.By by : Evidence.By.values()) {
        assertThat(apply(known, Evidence.Says.NOT_TAKEN, by)).isEmpty();
        assertThat(apply(known, Evidence.Says.TAKEN, by)).isEmpty();
      }
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void shouldReviseADoubtAsTheEventOfTheCommand() {
    Outcome revised =
        only(changed(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR));

    assertThat(revised.record().offset()).isEqualTo(1);
    assertThat(revised.told().revision()).isEqualTo(2);
    assertThat(revised.told().evidence())
        .extracting(Witness::by, Witness::requestedBy, Witness::reason)
        .containsExactly(Evidence.By.OPERATOR, "ops", "looked");
  }

  @Test
  void shouldLetTheSendingWorkerCorrectAnOperatorsRejection() {
    Witness operator = new Witness(Evidence.By.OPERATOR, "ops", "looked", Samples.NOW);
    RunState rejected =
        new RunState.Refused(
            Samples.ATTEMPT, new Told<>(2, Samples.NOW, "worker-1", operator, REJECTED));

    Outcome corrected = only(changed(rejected, Evidence.Says.TAKEN, Evidence.By.WORKER));

    assertThat(corrected.result()).isInstanceOf(Result.Accepted.class);
    assertThat(corrected.told().revision()).isEqualTo(3);
    assertThat(corrected.told().evidence().by()).isEqualTo(Evidence.By.WORKER);
    assertThat(alarms).containsExactly(Alarms.Alarm.OPERATOR_CONTRADICTED);
  }

  @Test
  void shouldRaiseNoAlarmWhereNoOperatorHadSpoken() {
    RunState rejected = new RunState.Refused(Samples.ATTEMPT, Samples.told(1, REJECTED));

    assertThat(apply(rejected, Evidence.Says.TAKEN, Evidence.By.WORKER)).isPresent();
    assertThat(alarms).isEmpty();
  }

  @Test
  void shouldReviseADoubtByWhatIsInferred() {
    Outcome taken = only(changed(Samples.inDoubt(), Evidence.Says.TAKEN, Evidence.By.INFERENCE));
    Outcome not = only(changed(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.INFERENCE));

    assertThat(((Result.Accepted) taken.result()).proof()).isEqualTo(Result.Proof.INFERRED);
    assertThat(((Result.Rejected) not.result()).error().code())
        .isEqualTo(ErrorCode.REQUEST_NOT_TAKEN);
    assertThat(not.told().evidence().by()).isEqualTo(Evidence.By.INFERENCE);
  }

  @Test
  void shouldInferNothingAboutWhatIsNotInDoubt() {
    assertThat(apply(Samples.intent(), Evidence.Says.NOT_TAKEN, Evidence.By.INFERENCE)).isEmpty();
    RunState rejected = new RunState.Refused(Samples.ATTEMPT, Samples.told(2, REJECTED));
    assertThat(apply(rejected, Evidence.Says.TAKEN, Evidence.By.INFERENCE)).isEmpty();
  }

  @Test
  void shouldLetTheSendingWorkerCorrectWhatWasInferred() {
    RunState accepted =
        changed(Samples.inDoubt(), Evidence.Says.TAKEN, Evidence.By.INFERENCE)
            .next()
            .runs()
            .getFirst()
            .state();
    RunState rejected =
        changed(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.INFERENCE)
            .next()
            .runs()
            .getFirst()
            .state();

    Outcome not = only(changed(accepted, Evidence.Says.NOT_TAKEN, Evidence.By.WORKER));
    Outcome taken = only(changed(rejected, Evidence.Says.TAKEN, Evidence.By.WORKER));

    assertThat(not.result()).isInstanceOf(Result.Rejected.class);
    assertThat(not.told().revision()).isEqualTo(3);
    assertThat(taken.result()).isInstanceOf(Result.Accepted.class);
    assertThat(alarms)
        .containsExactly(Alarms.Alarm.INFERENCE_CONTRADICTED, Alarms.Alarm.INFERENCE_CONTRADICTED);
    assertThat(inference.standing(Samples.PROJECT).lessons().contradiction()).isNotNull();
  }

  @Test
  void shouldLetTheCloudsLogCorrectWhatWasInferred() {
    Run rejected =
        first(changed(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.INFERENCE));

    Outcome taken = only(changed(rejected.state(), Evidence.Says.TAKEN, Evidence.By.LOG));

    assertThat(((Result.Accepted) taken.result()).proof()).isEqualTo(Result.Proof.LOG);
    assertThat(alarms).containsExactly(Alarms.Alarm.INFERENCE_CONTRADICTED);
  }

  /** Which is signed, and nobody can forge. */
  @Test
  void shouldBelieveTheSendingWorkerRatherThanTheCloudsLog() {
    Run accepted = first(changed(Samples.inDoubt(), Evidence.Says.TAKEN, Evidence.By.LOG));
    Run rejected = first(changed(Samples.inDoubt(), Evidence.Says.NOT_TAKEN, Evidence.By.WORKER));

    Outcome not = only(changed(accepted.state(), Evidence.Says.NOT_TAKEN, Evidence.By.WORKER));

    assertThat(not.result()).isInstanceOf(Result.Rejected.class);
    assertThat(apply(rejected.state(), Evidence.Says.TAKEN, Evidence.By.LOG)).isEmpty();
    assertThat(alarms)
        .containsExactly(Alarms.Alarm.LOG_CONTRADICTED, Alarms.Alarm.LOG_CONTRADICTED);
  }

  private static Run first(Change change) {
    return change.next().runs().getFirst();
  }

  /** Its own worker has the answer, or asks the log itself. */
  @Test
  void shouldLeaveAnIntentThatTheCloudsLogSpeaksOfToItsWorker() {
    assertThat(apply(Samples.intent(), Evidence.Says.TAKEN, Evidence.By.LOG)).isEmpty();
  }

  @Test
  void shouldNotRepeatARejectionOnTheSameWord() {
    RunState rejected = new RunState.Refused(Samples.ATTEMPT, Samples.told(2, REJECTED));

    assertThat(apply(rejected, Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR)).isEmpty();
    assertThat(apply(rejected, Evidence.Says.TAKEN, Evidence.By.OPERATOR)).isEmpty();
  }

  @Test
  void shouldNotBelieveEvidenceAboutAnotherPermit() {
    for (RunState state : List.of(Samples.inDoubt(), Samples.intent())) {
      assertThat(apply(state, ANOTHER, Evidence.Says.TAKEN, Evidence.By.WORKER)).isEmpty();
      assertThat(apply(state, ANOTHER, Evidence.Says.TAKEN, Evidence.By.OPERATOR)).isEmpty();
    }
  }

  private Change changed(RunState state, Evidence.Says says, Evidence.By by) {
    return apply(state, says, by).orElseThrow();
  }

  private Optional<Change> apply(RunState state, Evidence.Says says, Evidence.By by) {
    return apply(state, Samples.ATTEMPT.permit().id(), says, by);
  }

  private Optional<Change> apply(
      RunState state, PermitId permit, Evidence.Says says, Evidence.By by) {
    Evidence evidence = Samples.evidence(Samples.SNAPSHOT, new CommandId("c"), permit, says, by);
    return rule.apply(evidence, new Entry(1, List.of(Samples.run("c", 1, state))));
  }

  private static Outcome only(Change change) {
    assertThat(change.outcomes()).hasSize(1);
    return change.outcomes().getFirst();
  }
}
