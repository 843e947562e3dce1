package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.kafka.client.CommandPublisher.Stored;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Notifications;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doubts that the cloud's own log ends; the test writes it, as a Cinder does. */
class NotificationsIT {
  @TempDir private Path folder;

  /** Neither is seen: the rollback is over before anybody looks. */
  @Test
  void shouldEndADoubtByTheCloudsLogWhoeverOwnsItThen() throws Exception {
    SimSettings cloud =
        new SimSettings(0, Duration.ZERO, Duration.ZERO, Duration.ofMillis(5), Duration.ZERO, null);
    try (Fleet fleet = Fleet.with(2, cloud, 20);
        Notifications log = new Notifications(fleet.kafka()).create()) {
      Stored first = doubtful(fleet, "bulk-1");
      Stored second = doubtful(fleet, "bulk-2");
      PermitId ofFirst;
      try (WorkerProcess worker = worker(fleet, log)) {
        ofFirst = doubt(fleet, first).permit();
        write(log, ofFirst, "bulk-1");
        assertThatTheLogProves(fleet, first, ofFirst);
        doubt(fleet, second);
        worker.kill();
      }
      // Nobody hears it.
      PermitId ofSecond = doubt(fleet, second).permit();
      write(log, ofSecond, "bulk-2");

      try (WorkerProcess worker = worker(fleet, log)) {
        assertThatTheLogProves(fleet, second, ofSecond);
        assertThat(worker.terminate()).isZero();
      }
    }
  }

  private static void write(Notifications log, PermitId permit, String seed) throws Exception {
    SnapshotId snapshot = new SnapshotId(SeedWorld.snapshotId(seed));
    log.write("revert-start", permit, snapshot, Instant.now());
    log.write("revert-end", permit, snapshot, Instant.now());
  }

  private static void assertThatTheLogProves(Fleet fleet, Stored stored, PermitId permit) {
    Outcome accepted = fleet.awaitEvent(stored, o -> o.result() instanceof Result.Accepted);
    Result.Accepted result = (Result.Accepted) accepted.result();
    assertThat(result.proof()).isEqualTo(Result.Proof.LOG);
    assertThat(result.permit()).isEqualTo(permit);
    assertThat(accepted.told().evidence().by()).isEqualTo(Evidence.By.LOG);
    assertThat(accepted.told().evidence().reason()).contains("snapshot.revert.start");
    fleet.awaitEvent(stored, o -> o.result() instanceof Result.Completed);
  }

  private static Stored doubtful(Fleet fleet, String seed) throws Exception {
    fleet
        .cloud()
        .faults()
        .add(Fault.onRollback(FaultPoint.CLOSE_AFTER_EFFECT, SeedWorld.snapshotId(seed)));
    return fleet.publish(seed, "");
  }

  private static Result.InDoubt doubt(Fleet fleet, Stored stored) {
    return (Result.InDoubt)
        fleet.awaitEvent(stored, o -> o.result() instanceof Result.InDoubt).result();
  }

  private WorkerProcess worker(Fleet fleet, Notifications log) throws Exception {
    Map<String, String> environment =
        WorkerProcess.environment(
            fleet.kafka(), fleet.cloud().endpoint(), "listening", log.environment(folder));
    return WorkerProcess.start(environment);
  }
}
