package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimVolume;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.CommandLines;
import io.rollbackworker.testing.CommandLines.Run;
import io.rollbackworker.testing.Fleet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait for their time, or for a detach. */
class TimingIT {
  @TempDir private Path folder;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(1);
    fleet.ready();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void shouldSendNothingBeforeItsTime() throws Exception {
    Instant notBefore = Instant.now().plusSeconds(3);

    Outcome outcome = fleet.answer(fleet.publish("bulk-1", "'not_before':'" + notBefore + "'"));

    assertThat(outcome.result()).isInstanceOf(Result.Accepted.class);
    assertThat(outcome.told().time()).isAfterOrEqualTo(notBefore);
  }

  /** Stop, detach, roll back, attach: one command, one event to go on from. */
  @Test
  void shouldWaitUntilTheDiskIsDetached() throws Exception {
    String snapshot = SeedWorld.snapshotId("volume-in-use");
    Path config = CommandLines.config(folder, fleet.kafka());
    CompletableFuture<Run> submit =
        CompletableFuture.supplyAsync(
            () ->
                CommandLines.run(
                    config,
                    "submit",
                    snapshot,
                    "--when-attached",
                    "wait",
                    "--wait",
                    "--until",
                    "completed"));
    fleet.awaitAudit(report -> report.figures().unanswered() == 1);
    assertThat(fleet.outcomes()).isEmpty();

    fleet.cloud().world().changeVolume(SeedWorld.volumeId("volume-in-use"), TimingIT::detached);

    assertThat(submit.get().exitCode()).isZero();
    assertThat(fleet.effects()).containsEntry(snapshot, 1L);
  }

  private static SimVolume detached(SimVolume volume) {
    return new SimVolume(
        volume.id(),
        volume.projectId(),
        volume.name(),
        "available",
        volume.sizeGb(),
        List.of(),
        volume.content(),
        volume.createdAt(),
        volume.updatedAt());
  }
}
