package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Samples;
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

    harness.book.put(Samples.evidence(doubt, Evidence.Says.TAKEN, Evidence.By.OPERATOR));

    assertThat(harness.answers(0, 3).get(2).result()).isInstanceOf(Result.Completed.class);
  }

  @Test
  void shouldGoOnAtOnceWhenEvidenceReleasesAnIntentThatIsBeingSettled() throws Exception {
    harness.slowToShow("bulk-14", 1_000); // Or it would be settled before the word is heard.
    harness.intentOfAStranger("bulk-14");
    harness.redeliverSeed(0, "bulk-14");

    harness.book.put(aboutTheIntent("bulk-14", Evidence.Says.NOT_TAKEN, Evidence.By.WORKER));

    assertThat(harness.answer(0).result()).isInstanceOf(Result.Accepted.class);
    assertThat(harness.effects("bulk-14")).isEqualTo(1);
  }

  /** It does not queue, and it is not lost with a lane: whoever owns the run finds it. */
  @Test
  void shouldFindWhatWasSaidBeforeTheRunCameToWhereItCounts() throws Exception {
    harness.intentOfAStranger("bulk-13");
    harness.book.put(aboutTheIntent("bulk-13", Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR));

    assertThat(harness.answers(0, 2))
        .extracting(outcome -> outcome.result().type())
        .containsExactly("in_doubt", "rejected");
  }

  @Test
  void shouldFindWhatWasSaidWhileNobodyOwnedTheRun() throws Exception {
    harness.intentOfAStranger("bulk-12");
    Outcome doubt = harness.answer(0);
    harness.lane.abort("nobody owns it");
    harness.book.put(Samples.evidence(doubt, Evidence.Says.NOT_TAKEN, Evidence.By.OPERATOR));

    harness.reopen();

    assertThat(harness.answers(0, 2).getLast().result()).isInstanceOf(Result.Rejected.class);
  }

  private Evidence aboutTheIntent(String seed, Evidence.Says says, Evidence.By by) {
    var intent =
        harness
            .journal
            .replayed()
            .entry(new SnapshotId(SeedWorld.snapshotId(seed)))
            .open()
            .orElseThrow();
    return Samples.evidence(
        intent.snapshotId(), intent.commandId(), intent.attempt().permit().id(), says, by);
  }
}
