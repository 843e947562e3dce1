package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Partitions are taken away while requests are under way that outlive every patience. A revoke
 * callback that blocks past the poll interval would lose all partitions; ours waits a quarter of
 * it.
 */
class RevocationIT {

  @Test
  void shouldHandOverWithRequestsUnderWayAndAnswerEachOnce() throws Exception {
    int partitions = 4;
    try (Fleet fleet = Fleet.with(partitions)) {
      Worker first = fleet.ready();
      List<CommandPublisher.Stored> commands = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        fleet
            .cloud()
            .faults()
            .add(
                new Fault(
                    Fault.Operation.ROLLBACK,
                    FaultPoint.SILENCE_AFTER_EFFECT,
                    SeedWorld.snapshotId("bulk-" + i),
                    1,
                    0,
                    null,
                    null,
                    30_000));
        commands.add(fleet.publish("bulk-" + i, ""));
      }
      await().until(() -> fleet.effects().size() == 20);

      fleet.startWorker();
      fleet.awaitRunning();

      assertThat(first.partitions()).as("kept what was not taken away").isNotEmpty();
      for (CommandPublisher.Stored command : commands) {
        assertThat(fleet.answer(command).result())
            .isInstanceOfAny(Result.Accepted.class, Result.InDoubt.class);
      }
      assertThat(fleet.answers()).hasSize(20);
      assertThat(fleet.effects()).hasSize(20).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
    }
  }
}
