package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests whose effect is unknown. */
class ReconcilingTest {
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
  void shouldCallSilenceOfAStrangersIntentInDoubtAndNeverSend() throws Exception {
    harness.intentOfAStranger("bulk-2");

    Outcome answer = harness.answer(0);

    assertThat(answer.result()).isInstanceOf(Result.InDoubt.class);
    assertThat(harness.effects("bulk-2")).isZero();
    // The offset is settled by the outcome, whoever wrote it: the record itself is not answered
    // again.
    harness.redeliverSeed(0, "bulk-2");
    long later = harness.command("bulk-2", "");
    assertThat(harness.answer(later).duplicateOf()).isEqualTo(answer.subject().commandId());
    assertThat(harness.answersSoFar(0)).hasSize(1);
  }

  @Test
  void shouldNotBelieveARefusalThatAGatewayCausedByDeliveringTwice() throws Exception {
    harness.close();
    harness = new LaneHarness(Duration.ofSeconds(20)).open();
    harness
        .cloud
        .faults()
        .add(Fault.onRollback(FaultPoint.REPEATED, SeedWorld.snapshotId("bulk-17")));

    assertThat(harness.answer(harness.command("bulk-17", "")).result())
        .isInstanceOfSatisfying(
            Result.Accepted.class, a -> assertThat(a.proof()).isEqualTo(Result.Proof.OBSERVED));
  }

  @Test
  void shouldSettleAnIntentWhoseOffsetIsSettledAlready() throws Exception {
    harness.answer(harness.command("volume-in-use", ""));
    // As after "topics adopt --from end": offset 0 is below the head, and an intent of it is left.
    harness.intentOfAStranger("bulk-11");

    assertThat(harness.answers(0, 2).get(1).result()).isInstanceOf(Result.InDoubt.class);
  }
}
