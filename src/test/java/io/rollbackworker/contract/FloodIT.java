package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimVolume;
import io.rollbackworker.dev.simulator.World;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.telemetry.WorkerReport;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More commands that wait than a partition has room for, on a real broker. */
class FloodIT {
  private static final int COMMANDS = 600;
  private static final ProjectId OTHER = new ProjectId("f".repeat(32));

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

  /** They have been looked at, and hold turns that do not come. */
  @Test
  void shouldAnswerAnotherProjectWhileOneIsFrozenAndAllOfItOnceItIsNot() throws Exception {
    try (Fleet fleet = Fleet.with(1, Duration.ZERO);
        Orders orders = new Orders(fleet.kafka())) {
      orders.freeze(new Freeze(Samples.PROJECT, "nina", "maintenance", Instant.now()));
      ProjectSettings cloud = ProjectSettings.at(fleet.cloud().endpoint());
      Worker worker =
          fleet.startWorker(
              TestSettings.cloud(
                  Duration.ofSeconds(5), 2, Map.of(Samples.PROJECT, cloud, OTHER, cloud)));
      fleet.awaitRunning();
      await().until(() -> worker.report().frozen().containsKey(Samples.PROJECT.value()));
      for (int i = 1; i <= COMMANDS; i++) {
        var _ = fleet.publish("bulk-" + i, "'project_id':'" + Samples.PROJECT + "'");
      }
      awaitParked(worker);

      for (int i = 1; i <= 20; i++) {
        String seed = "other-" + i;
        World world = fleet.cloud().world();
        SimVolume volume =
            SeedWorld.volume(SeedWorld.volumeId(seed), OTHER.value(), "available", world.now());
        world.put(volume);
        world.put(
            SeedWorld.snapshot(
                SeedWorld.snapshotId(seed), volume.id(), OTHER.value(), "available", world.now()));
        assertThat(fleet.answer(fleet.publish(seed, "'project_id':'" + OTHER + "'")).result())
            .isInstanceOf(Result.Accepted.class);
      }
      assertThat(fleet.effects()).hasSize(20);

      orders.thaw(Freeze.key(Samples.PROJECT));
      fleet.awaitAnswers(COMMANDS + 20);
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
