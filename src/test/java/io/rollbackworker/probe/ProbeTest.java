package io.rollbackworker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.RawCalls;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.dev.simulator.Stamping;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the probe finds out of simulated clouds. */
class ProbeTest {
  private final Map<String, String> found = new LinkedHashMap<>();
  private final ManualTime time = new ManualTime();

  /** The cloud's clock goes with the probe's. */
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return time.now();
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void shouldFindOutHowEvsBehaves() throws Exception {
    List<String> settings = probe(evs(Stamping.HONEST), Dialect.EVS, "bulk-1");

    assertThat(found)
        .containsEntry("does updated_at move by itself", "no")
        .containsEntry("is rollback.name compared", "no: a wrong one was taken");
    assertThat(found.get("does a volume's new name move updated_at")).startsWith("yes: snapshot");
    assertThat(found.get("does a snapshot's new name move updated_at")).startsWith("yes: snapshot");
    assertThat(found.get("how is an error shaped")).startsWith("HTTP 404 {").contains("EVS.5404");
    assertThat(found.get("what does the rollback get")).startsWith("HTTP 202 ");
    assertThat(found.get("what does a second rollback get")).contains("HTTP 400", "rollbacking");
    assertThat(found.get("what does the same X-Client-Token get")).contains("HTTP 400");
    assertThat(found.get("does a rollback move updated_at")).startsWith("yes: ");
    assertThat(settings).anyMatch(line -> line.startsWith("rules.inference: on"));
  }

  @Test
  void shouldFindOutHowCinderBehaves() throws Exception {
    List<String> settings = probe(evs(Stamping.HONEST).asCinder(), Dialect.CINDER, "bulk-2");

    assertThat(found.get("is rollback.name compared")).startsWith("perhaps: ").contains("HTTP 400");
    assertThat(found.get("what does a second rollback get")).contains("HTTP 400");
    assertThat(settings).anyMatch(line -> line.startsWith("rules.inference: on"));
  }

  @Test
  void shouldNotAdviseToBelieveACloudWhoseSnapshotsDoNotMove() throws Exception {
    List<String> settings = probe(evs(Stamping.VOLUME_ONLY), Dialect.EVS, "bulk-3");

    assertThat(settings).anyMatch(line -> line.startsWith("rules.inference: off"));
  }

  @Test
  void shouldDoNothingToWhatIsNotAvailable() {
    assertThatThrownBy(() -> probe(evs(Stamping.HONEST), Dialect.EVS, "volume-in-use"))
        .isInstanceOf(Stopped.class);
    assertThat(found).isEmpty();
  }

  private List<String> probe(SimSettings sim, Dialect dialect, String seed) throws Exception {
    try (Simulator cloud = Simulator.start(sim, clock)) {
      SeedWorld.fill(cloud.world(), 5);
      ProjectSettings project =
          new ProjectSettings(
              dialect,
              cloud.endpoint(),
              dialect.paths(),
              new AuthSettings.None(),
              LimitSettings.NONE);
      CloudSettings clouds =
          TestSettings.cloud(Duration.ofSeconds(3), 2, Map.of(Samples.PROJECT, project));
      try (ProjectClouds looks = ProjectClouds.byHand(clouds, time)) {
        return new Probe(
                looks,
                new RawCalls(clouds, Samples.PROJECT, time),
                Samples.PROJECT,
                new SnapshotId(SeedWorld.snapshotId(seed)),
                time,
                finding -> found.put(finding.question(), finding.answer()))
            .run();
      }
    }
  }

  private static SimSettings evs(Stamping stamping) {
    return new SimSettings(
            0, Duration.ZERO, Duration.ZERO, Duration.ofMillis(500), Duration.ZERO, null)
        .stamping(stamping);
  }
}
