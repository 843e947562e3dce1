package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.time.Duration;
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
  void shouldTellTheEndOfARollbackThatOnlyEvidenceHasProven() throws Exception {
    harness.intentOfAStranger("bulk-15");
    Outcome doubt = harness.answer(0);

    harness.redeliver(
        1,
        LaneHarness.json(LaneHarness.evidence(doubt, Evidence.Says.TAKEN, Evidence.By.OPERATOR)));

    assertThat(harness.answers(0, 3).get(2).result()).isInstanceOf(Result.Completed.class);
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
                intent.attempt().permit().id(),
                Evidence.Says.NOT_TAKEN,
                Evidence.By.WORKER,
                null,
                null,
                null)));

    assertThat(harness.answer(0).result()).isInstanceOf(Result.Accepted.class);
    assertThat(harness.effects("bulk-14")).isEqualTo(1);
  }
}
