package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More commands that wait than a lane has room for. */
class FloodTest {
  private LaneHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new LaneHarness(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofHours(6),
                10_000,
                new LaneRoom(12, 1 << 20, 60))
            .open();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private List<Long> flood(int count, String fields) {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String seed = "busy-" + i;
      SeedWorld.pair(harness.cloud.world(), seed, "backing-up", "available");
      offsets.add(harness.command(seed, fields));
    }
    return offsets;
  }

  @Test
  void shouldAnswerOthersWhileTheyWait() {
    flood(50, "");
    await().until(() -> harness.lane.report().parked() > 30);

    for (int i = 1; i <= 20; i++) {
      assertThat(harness.answer(harness.command("bulk-" + i, "")).result())
          .isInstanceOf(Result.Accepted.class);
    }
    assertThat(harness.answer(harness.command("busy-7", "'dry_run':true")).result())
        .isInstanceOf(Result.Checked.class);
  }

  @Test
  void shouldRollBackEachOfThemOnceItsVolumeIsFree() {
    List<Long> offsets = flood(50, "");
    await().until(() -> harness.lane.report().parked() > 30);

    for (int i = 0; i < 50; i++) {
      SeedWorld.pair(harness.cloud.world(), "busy-" + i, "available", "available");
    }

    await().until(() -> harness.journal.outcomes().size() >= 50);
    for (int i = 0; i < 50; i++) {
      assertThat(harness.answersSoFar(offsets.get(i)).getFirst().result())
          .isInstanceOf(Result.Accepted.class);
      assertThat(harness.effects("busy-" + i)).isOne();
    }
    await().until(() -> harness.lane.report().open() == 0);
  }

  @Test
  void shouldSayOfEachWhatStoodInItsWay() {
    Instant soon = Instant.now().plusSeconds(2);

    List<Long> offsets = flood(50, "'expires_at':'" + soon + "'");

    await().until(() -> harness.journal.outcomes().size() == 50);
    for (long offset : offsets) {
      Outcome outcome = harness.answersSoFar(offset).getFirst();
      assertThat(outcome.result().errorOrNull().code()).isEqualTo(ErrorCode.PRECONDITION_TIMEOUT);
    }
  }

  @Test
  void shouldNotReadFurtherThanItCanRememberAndSayWhoseTheyAre() {
    flood(100, "");

    String whose = "(worker.parked-commands); most of them: ";
    await().until(() -> harness.lane.report().fullBecause().contains(whose));
    assertThat(harness.lane.isFull()).isTrue();
    await()
        .until(
            () -> harness.lane.report().fullBecause().contains("of project " + SeedWorld.PROJECT));
    assertThat(harness.lane.report().parked()).isBetween(54, 75);
  }
}
