package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.telemetry.WorkerReport;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More commands that wait than a partition has room for, on a real broker. */
class FloodIT {
  private static final int COMMANDS = 600;

  @Test
  void shouldAnswerOthersMeanwhileAndEachInTheEndAcrossARestart() throws Exception {
    try (Fleet fleet = Fleet.with(1, Duration.ZERO)) {
      Worker first = fleet.ready();
      List<CommandPublisher.Sending> sends = new ArrayList<>();
      for (int i = 0; i < COMMANDS; i++) {
        String seed = "busy-" + i;
        SeedWorld.pair(fleet.cloud().world(), seed, "backing-up", "available");
        sends.add(fleet.publisher().publish(SeedWorld.snapshotId(seed), Fleet.json(seed, "")));
      }
      for (CommandPublisher.Sending send : sends) {
        var _ = send.await();
      }
      awaitParked(first);

      for (int i = 1; i <= 20; i++) {
        assertThat(fleet.answer(fleet.publish("bulk-" + i, "")).result())
            .isInstanceOf(Result.Accepted.class);
      }

      fleet.stop(first);
      Worker second = fleet.ready();
      awaitParked(second);
      for (int i = 0; i < COMMANDS; i++) {
        SeedWorld.pair(fleet.cloud().world(), "busy-" + i, "available", "available");
      }

      await().atMost(Duration.ofSeconds(90)).until(() -> fleet.answers().size() == COMMANDS + 20);
      assertThat(fleet.answers())
          .extracting(Outcome::result)
          .hasOnlyElementsOfType(Result.Accepted.class);
      assertThat(fleet.effects().values()).hasSize(COMMANDS + 20).containsOnly(1L);
    }
  }

  private static void awaitParked(Worker worker) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                worker.report().lanes().stream().mapToInt(WorkerReport.LaneRow::parked).sum()
                    > COMMANDS / 3);
  }
}
