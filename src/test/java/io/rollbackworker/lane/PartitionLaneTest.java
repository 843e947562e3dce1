package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.rollback.Journey.Phase;
import io.rollbackworker.rollback.SessionEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionLaneTest {
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
  void shouldWriteTheIntentBeforeTheRequestAndTheOutcomeWithTheHead() {
    long offset = harness.command("bulk-1", "");

    assertThat(harness.answer(offset).result()).isInstanceOf(Result.Accepted.class);

    List<List<LedgerRecord>> decisions = harness.journal.decisions();
    int intent = indexOf(decisions, RunState.Intent.class);
    int accepted = indexOf(decisions, RunState.Accepted.class);
    assertThat(intent).isBetween(1, accepted - 1);
    assertThat(decisions.get(accepted))
        .anyMatch(LedgerRecord.HeadWritten.class::isInstance)
        .anyMatch(LedgerRecord.Posted.class::isInstance);
  }

  @Test
  void shouldRunOneProcedurePerKeyAndAnswerTheOthersInOrder() {
    List<Long> offsets =
        IntStream.range(0, 20).mapToObj(i -> harness.command("bulk-1", "")).toList();

    List<Outcome> answers = offsets.stream().map(harness::answer).toList();

    assertThat(harness.effects("bulk-1")).isEqualTo(1);
    assertThat(answers.getFirst().duplicateOf()).isNull();
    assertThat(answers.subList(1, 20))
        .allMatch(a -> a.duplicateOf().equals(answers.getFirst().subject().commandId()));
  }

  @Test
  void shouldNotSendWhenItIsUnknownWhetherTheIntentWasCommitted() {
    harness.journal.failOn(wrote(RunState.Intent.class), true);
    long offset = harness.command("bulk-1", "");
    await().until(() -> harness.lane.ended().isPresent());
    assertThat(harness.effects("bulk-1")).isZero();
    // For another process, which does not know that the permit was burned.
    await().until(() -> !harness.evidence.isEmpty());
    assertThat(harness.evidence.getFirst().says()).isEqualTo(Evidence.Says.NOT_TAKEN);

    // The next session of the same process knows that the permit was never used.
    harness.reopen();
    harness.redeliverSeed(offset, "bulk-1");

    assertThat(harness.answer(offset).result()).isInstanceOf(Result.Accepted.class);
    assertThat(harness.effects("bulk-1")).isEqualTo(1);
  }

  @Test
  void shouldPublishEvidenceWhenTheLaneIsLostAfterTheAnswer() {
    harness.journal.failOn(wrote(RunState.Accepted.class), false);
    long offset = harness.command("bulk-1", "");

    await().until(() -> !harness.evidence.isEmpty());

    Evidence evidence = harness.evidence.getFirst();
    assertThat(evidence.says()).isEqualTo(Evidence.Says.TAKEN);
    harness.reopen();
    harness.redeliverSeed(offset, "bulk-1");
    harness.book.put(evidence);
    Outcome answer = harness.answer(offset);
    assertThat(answer.result())
        .isInstanceOfSatisfying(
            Result.Accepted.class,
            a -> assertThat(a.proof()).isIn(Result.Proof.RESPONSE, Result.Proof.OBSERVED));
    assertThat(harness.effects("bulk-1")).isEqualTo(1);
    assertThat(harness.answersSoFar(offset).stream().filter(o -> o.told().revision() == 1))
        .hasSize(1);
  }

  @Test
  void shouldAnswerDryRunsBesideTheQueue() {
    SeedWorld.pair(harness.cloud.world(), "busy", "backing-up", "available");
    long waiting = harness.command("busy", "");

    Outcome checked = harness.answer(harness.command("busy", "'dry_run':true"));

    assertThat(checked.result())
        .isInstanceOfSatisfying(
            Result.Checked.class, c -> assertThat(c.would()).isEqualTo(Result.Would.WAIT));
    assertThat(harness.answersSoFar(waiting)).isEmpty();
    assertThat(harness.effects("busy")).isZero();
  }

  @Test
  void shouldSayInFlightToADryRunWhileARequestIsUnderWay() {
    harness.slow("bulk-7", 250);
    harness.command("bulk-7", "");
    await().until(() -> harness.effects("bulk-7") == 1);

    Outcome checked = harness.answer(harness.command("bulk-7", "'dry_run':true"));

    assertThat(((Result.Checked) checked.result()).would())
        .isIn(Result.Would.IN_FLIGHT, Result.Would.DUPLICATE);
  }

  @Test
  void shouldCountPassedOverOffsetsAsSettled() {
    harness.passOver(5);
    long offset = harness.command("volume-in-use", "");
    harness.answer(offset);

    await().untilAsserted(() -> assertThat(harness.lane.report().settledBelow()).isEqualTo(6));
  }

  @Test
  void shouldNotNameAnOffsetThatNoDurableHeadHas() {
    harness.passOver(5);
    harness.slow("bulk-1", 400);
    harness.command("bulk-1", "");
    await().until(() -> harness.effects("bulk-1") == 1); // The intent is committed, without a head.

    long durable = harness.journal.replayed().head().orElseThrow().settled().low();

    assertThat(harness.lane.report().settledBelow()).isLessThanOrEqualTo(durable);
  }

  @Test
  void shouldForwardWhatBelongsElsewhere() {
    String foreign = "ffffffff-b3d8-4432-a858-09e4ce939389";
    harness.deliver("{\"snapshot_id\":\"" + foreign + "\"}");

    await()
        .until(
            () ->
                harness.journal.told().stream()
                    .anyMatch(posting -> posting.to() == Posting.Topic.COMMANDS));
    await().untilAsserted(() -> assertThat(harness.lane.report().settledBelow()).isEqualTo(1));
    assertThat(harness.journal.outcomes()).isEmpty();
  }

  @Test
  void shouldAnswerTheSameCommandIdTheSameWayAndRefuseItsReuse() {
    long first = harness.command("volume-in-use", "'command_id':'c'");
    harness.answer(first);

    Outcome same = harness.answer(harness.command("volume-in-use", "'command_id':'c'"));
    Outcome other =
        harness.answer(
            harness.command(
                "volume-in-use", "'command_id':'c','expires_at':'2099-01-01T00:00:00Z'"));

    assertThat(same.duplicateOf()).hasToString("c");
    assertThat(same.result().errorOrNull().code()).isEqualTo(ErrorCode.VOLUME_IN_USE);
    assertThat(other.result().errorOrNull().code()).isEqualTo(ErrorCode.COMMAND_ID_REUSED);
  }

  /** While rollbacks alone fail, looks go on: the page must not say that a look holds it. */
  @Test
  void shouldSayThatItWaitsForItsTurnAlsoAfterFurtherLooks() {
    for (int i = 1; i <= 5; i++) {
      String seed = "bulk-" + i;
      harness
          .cloud
          .faults()
          .add(Fault.onRollback(FaultPoint.ERROR_BEFORE_EFFECT, SeedWorld.snapshotId(seed)));
      long failing = harness.command(seed, "");
      await().until(() -> harness.phases(failing).contains(Phase.OUTCOME));
    }

    long held = harness.command("bulk-6", "");

    assertThat(harness.answer(held).result()).isInstanceOf(Result.Accepted.class);
    assertThat(harness.phases(held))
        .containsSubsequence(Phase.TURN, Phase.PRECONDITIONS, Phase.TURN, Phase.PRECONDITIONS)
        .doesNotContainSequence(Phase.PRECONDITIONS, Phase.PRECONDITIONS);
  }

  @Test
  void shouldFinishWhatIsUnderWayWhenClosed() throws Exception {
    harness.slow("bulk-8", 200);
    long offset = harness.command("bulk-8", "");
    await().until(() -> harness.effects("bulk-8") == 1);

    harness.lane.close(Duration.ofSeconds(5));

    assertThat(harness.answersSoFar(offset)).hasSize(1);
    assertThat(harness.evidence).isEmpty();
  }

  @Test
  void shouldGiveNoMorePermitsOnceClosing() throws Exception {
    harness.lane.close(Duration.ofSeconds(1));
    harness.journal = harness.journal.successor();

    assertThat(harness.lane.ended()).isPresent();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> harness.lane.permit(Instant.now().plusSeconds(5)))
        .isInstanceOf(SessionEnded.class);
  }

  private static Predicate<LedgerRecord> wrote(Class<? extends RunState> state) {
    return record ->
        record instanceof EntryWritten(var id, var entry)
            && entry.runs().stream().map(Run::state).anyMatch(state::isInstance);
  }

  private static int indexOf(List<List<LedgerRecord>> decisions, Class<? extends RunState> state) {
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i).stream().anyMatch(wrote(state))) {
        return i;
      }
    }
    return -1;
  }
}
