package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the simulator. What is not read from a list cannot be seen, where that is refused. */
class SharedLooksTest {
  /** The first may go alone, the others gather meanwhile. */
  private static final int SLOW = 4;

  private final Simulator cloud = Simulator.start(SimSettings.DEFAULT, Clock.systemUTC());

  @AfterEach
  void stop() {
    cloud.close();
  }

  private ProjectClouds clouds(Dialect dialect, int looksPerSecond) {
    ProjectSettings project =
        new ProjectSettings(
            dialect,
            cloud.endpoint(),
            dialect.paths(),
            new AuthSettings.None(),
            LimitSettings.NONE);
    return new ProjectClouds(
        TestSettings.cloud(Duration.ofSeconds(10), 2, Map.of(Samples.PROJECT, project)),
        new FleetShare(1),
        Freezes.NONE,
        new Pace(Time.system(), looksPerSecond),
        (kind, result, took) -> {},
        CrashPoints.NONE,
        Time.system());
  }

  private void refuse(Fault.Operation operation) {
    cloud
        .faults()
        .add(
            new Fault(operation, FaultPoint.ERROR_BEFORE_EFFECT, null, 10_000, 403, null, "no", 0));
  }

  private static List<SnapshotId> bulk(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> SnapshotId.parse(SeedWorld.snapshotId("bulk-" + i)))
        .toList();
  }

  private static List<Reading> look(ProjectClouds clouds, List<SnapshotId> snapshots) {
    List<CompletableFuture<Reading>> asked =
        snapshots.stream().map(id -> clouds.lookTogether(Samples.PROJECT, id)).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private static long seen(List<Reading> readings) {
    return readings.stream()
        .filter(
            reading ->
                reading instanceof Reading.Seen(Observation seen)
                    && seen instanceof Observation.Both)
        .count();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_100})
  void shouldReadManyFromTheLists(int many) {
    SeedWorld.fill(cloud.world(), many);
    refuse(Fault.Operation.SHOW_SNAPSHOT);

    // Some may go alone: the first, and what comes between two readings of the lists.
    assertThat(seen(look(clouds(Dialect.EVS, SLOW), bulk(many)))).isGreaterThan(many - 30);
  }

  @Test
  void shouldSeeInAListWhatALookSees() {
    SeedWorld.fill(cloud.world(), 40);
    ProjectClouds clouds = clouds(Dialect.EVS, SLOW);

    List<Reading> together = look(clouds, bulk(40));

    assertThat(together)
        .isEqualTo(
            bulk(40).stream()
                .map(id -> clouds.look(Samples.PROJECT, id, Instant.now().plusSeconds(60)))
                .toList());
  }

  @Test
  void shouldReadFewOneByOne() {
    SeedWorld.fill(cloud.world(), 3);
    refuse(Fault.Operation.LIST);

    assertThat(seen(look(clouds(Dialect.EVS, 1_000), bulk(3)))).isEqualTo(3);
    assertThat(cloud.faults().waiting().getFirst().times()).isEqualTo(10_000);
  }

  @Test
  void shouldNotAskForTheVolumeOfARollbackThatRuns() {
    SeedWorld.fill(cloud.world(), 1);
    SnapshotId snapshot = bulk(1).getFirst();
    cloud.world().put(cloud.world().snapshot(snapshot.value()).withStatus("rollbacking", null));
    refuse(Fault.Operation.SHOW_VOLUME);

    Reading reading = look(clouds(Dialect.EVS, 1_000), bulk(1)).getFirst();

    assertThat(((Reading.Seen) reading).observation().isRollingBack()).isTrue();
    assertThat(cloud.faults().waiting().getFirst().times()).isEqualTo(10_000);
  }

  @Test
  void shouldReadOneByOneWhereListsAreRefused() {
    SeedWorld.fill(cloud.world(), 40);
    refuse(Fault.Operation.LIST);

    assertThat(seen(look(clouds(Dialect.EVS, 20), bulk(40)))).isEqualTo(40);
    assertThat(cloud.faults().waiting().getFirst().times()).isGreaterThan(10_000 - 4);
  }

  @Test
  void shouldLookForWhatIsNotInTheLists() {
    SeedWorld.fill(cloud.world(), 40);
    cloud.world().removeSnapshot(bulk(40).getLast().value());

    List<Reading> readings = look(clouds(Dialect.EVS, SLOW), bulk(40));

    assertThat(readings.getLast()).isEqualTo(new Reading.Seen(new Observation.NoSnapshot()));
    assertThat(seen(readings)).isEqualTo(39);
  }

  @Test
  void shouldForgetWhoWantsItNoMore() {
    SeedWorld.fill(cloud.world(), 2);
    ProjectClouds clouds = clouds(Dialect.EVS, 1);
    clouds.lookTogether(Samples.PROJECT, bulk(2).getFirst()).join();

    CompletableFuture<Reading> gone = clouds.lookTogether(Samples.PROJECT, bulk(2).getFirst());
    CompletableFuture<Reading> next = clouds.lookTogether(Samples.PROJECT, bulk(2).getLast());
    gone.cancel(false);

    assertThat(seen(List.of(next.join()))).isOne();
  }
}
