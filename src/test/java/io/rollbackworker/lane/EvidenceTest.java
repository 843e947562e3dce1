package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Witness;
import io.rollbackworker.rollback.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What evidence of workers and operators does to requests whose fate is not known. */
class EvidenceTest {
  private LaneHarness harness;

  @BeforeEach
  void start() throws Exception {
    harness = new LaneHarness(Duration.ofMillis(600)).open();
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void shouldTakeAnOperatorsWordOnlyForWhatIsInDoubt() throws Exception {
    harness.intentOfAStranger("bulk-6");
    Outcome doubt = harness.answer(0);
    Evidence notTaken = LaneHarness.evidence(doubt, Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR);
    harness.redeliver(1, LaneHarness.json(notTaken));

    Outcome revised = harness.answers(0, 2).get(1);
    assertThat(revised.result()).isInstanceOf(Result.Rejected.class);
    assertThat(revised.cause().offset()).isEqualTo(1);

    long again = harness.deliver(LaneHarness.json(notTaken));
    assertThat(harness.answer(again).duplicateOf()).isEqualTo(doubt.subject().commandId());
  }

  @Test
  void shouldLetTheSendingWorkerCorrectAnOperatorsRejection() throws Exception {
    harness.intentOfAStranger("bulk-9");
    Outcome doubt = harness.answer(0);
    var notTaken = LaneHarness.evidence(doubt, Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR);
    var taken = LaneHarness.evidence(doubt, Evidence.Says.TAKEN, Evidence.By.WORKER);
    harness.redeliver(1, LaneHarness.json(notTaken));
    harness.answers(0, 2);

    harness.deliver(LaneHarness.json(taken));

    List<Outcome> answers = harness.answers(0, 3);
    assertThat(answers.stream().limit(3).map(a -> a.result().type()))
        .containsExactly("in_doubt", "rejected", "accepted");
    assertThat(harness.alarms).containsExactly(Alarms.Alarm.OPERATOR_CONTRADICTED);
    assertThat(answers.get(1).told().evidence())
        .extracting(Witness::by, Witness::requestedBy, Witness::reason)
        .containsExactly(Evidence.By.OPERATOR, "ops", "looked");
    assertThat(answers.get(2).told().evidence().by()).isEqualTo(Evidence.By.WORKER);
  }

  @Test
  void shouldNotBelieveEvidenceAboutAnotherPermit() throws Exception {
    harness.intentOfAStranger("bulk-18");
    Outcome doubt = harness.answer(0);
    Evidence right = LaneHarness.evidence(doubt, Evidence.Says.TAKEN, Evidence.By.OPERATOR);
    Evidence wrong =
        new Evidence(
            right.snapshotId(),
            right.commandId(),
            new PermitId("another permit"),
            right.says(),
            right.by(),
            null,
            null,
            "mistyped");

    harness.redeliver(1, LaneHarness.json(wrong));

    assertThat(harness.answer(1).result().errorOrNull().code())
        .isEqualTo(ErrorCode.EVIDENCE_MISMATCH);
    assertThat(harness.answersSoFar(0)).hasSize(1);
  }

  /** A worker that was frozen before the socket sends late, and says so at once. */
  @Test
  void shouldNotBelieveTheStateBeforeARequestThatCameLate() throws Exception {
    harness.close();
    harness =
        new LaneHarness(Duration.ofSeconds(2), Duration.ofMillis(250), Duration.ofHours(6)).open();
    harness.intentOfAStranger("bulk-19");
    Outcome doubt = harness.answer(0);
    harness.rollBackAtTheConsole("bulk-19");
    Instant sent = Instant.now();

    harness.redeliver(
        1, LaneHarness.json(LaneHarness.evidence(doubt, Evidence.Says.TAKEN, Evidence.By.WORKER)));

    Outcome completed = harness.answers(0, 3).get(2);
    assertThat(completed.result()).isInstanceOf(Result.Completed.class);
    assertThat(completed.told().time()).isAfter(sent.plusSeconds(1));
  }

  @Test
  void shouldTellTheEndOfARollbackThatOnlyEvidenceHasProven() throws Exception {
    harness.intentOfAStranger("bulk-15");
    Outcome doubt = harness.answer(0);

    harness.redeliver(
        1,
        LaneHarness.json(LaneHarness.evidence(doubt, Evidence.Says.TAKEN, Evidence.By.OPERATOR)));

    assertThat(harness.answers(0, 3).get(2).result()).isInstanceOf(Result.Completed.class);
  }

  @Test
  void shouldAnswerEvidenceThatComesAfterTheEndWithTheEnd() {
    long offset = harness.command("bulk-12", "");
    Outcome completed = harness.answers(offset, 2).get(1);
    PermitId permit =
        harness
            .journal
            .replayed()
            .entry(completed.subject().snapshotId())
            .runs()
            .getFirst()
            .state()
            .attemptOrNull()
            .permit()
            .id();

    Evidence late =
        new Evidence(
            completed.subject().snapshotId(),
            completed.subject().commandId(),
            permit,
            Evidence.Says.TAKEN,
            Evidence.By.WORKER,
            null,
            null,
            null);
    Outcome answer = harness.answer(harness.deliver(LaneHarness.json(late)));

    assertThat(answer.result()).isInstanceOf(Result.Completed.class);
    assertThat(answer.duplicateOf()).isEqualTo(completed.subject().commandId());
  }

  @Test
  void shouldNotAnswerAWorkersEvidenceThatFitsNothingInTheNameOfTheCommand() {
    Evidence stray =
        new Evidence(
            new SnapshotId(SeedWorld.snapshotId("bulk-13")),
            new CommandId("c-13"),
            new PermitId("of an intent that was never committed"),
            Evidence.Says.NOT_TAKEN,
            Evidence.By.WORKER,
            null,
            null,
            null);
    long offset = harness.deliver(LaneHarness.json(stray));

    Outcome answer = harness.answer(offset);

    assertThat(answer.result().errorOrNull().code()).isEqualTo(ErrorCode.EVIDENCE_MISMATCH);
    assertThat(answer.subject().commandId()).isEqualTo(CommandId.of(answer.record()));
  }

  @Test
  void shouldGoOnAtOnceWhenEvidenceReleasesAnIntentThatIsBeingSettled() throws Exception {
    harness.intentOfAStranger("bulk-14");
    harness.redeliverSeed(0, "bulk-14");
    var intent =
        harness
            .journal
            .replayed()
            .entry(new SnapshotId(SeedWorld.snapshotId("bulk-14")))
            .open()
            .orElseThrow();

    harness.deliver(
        LaneHarness.json(
            new Evidence(
                intent.subject().snapshotId(),
                intent.commandId(),
                intent.state().attemptOrNull().permit().id(),
                Evidence.Says.NOT_TAKEN,
                Evidence.By.WORKER,
                null,
                null,
                null)));

    assertThat(harness.answer(0).result()).isInstanceOf(Result.Accepted.class);
    assertThat(harness.effects("bulk-14")).isEqualTo(1);
  }
}
