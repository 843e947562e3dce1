package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.cloud.Paths;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.config.SecretSource;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimAccess;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One fleet, two projects in two regions: addresses, paths and credentials of their own. */
class ProjectsIT {
  private static final ProjectId OTHER = new ProjectId("f".repeat(32));
  private static final Paths VENDOR =
      new Paths(
          "/v2/{project_id}/os-vendor-snapshots/{snapshot_id}/rollback",
          "/v2/{project_id}/os-vendor-snapshots/{snapshot_id}",
          "/v2/{project_id}/os-vendor-volumes/{volume_id}",
          "",
          "/v2/{project_id}/os-vendor-snapshots/detail?limit={limit}&offset={offset}",
          "/v2/{project_id}/os-vendor-volumes/detail?limit={limit}&offset={offset}");

  @Test
  void shouldReachEachProjectWhereItIs() throws Exception {
    SimAccess access =
        new SimAccess(
            List.of(new SimAccess.Key("AK", "SK", null, OTHER.value())),
            List.of(),
            Duration.ofHours(1));
    try (Simulator region =
            Simulator.start(SimSettings.DEFAULT.withAccess(access), Clock.systemUTC());
        Fleet fleet = Fleet.with(2)) {
      String volume = SeedWorld.volumeId("abroad");
      String snapshot = SeedWorld.snapshotId("abroad");
      String now = region.world().now();
      region.world().put(SeedWorld.volume(volume, OTHER.value(), "available", now));
      region.world().put(SeedWorld.snapshot(snapshot, volume, OTHER.value(), "available", now));
      AuthSettings keys =
          new AuthSettings.AccessKey(
              SecretSource.parse("AK"), SecretSource.parse("SK"), SecretSource.parse(""));
      fleet.startWorker(
          TestSettings.cloud(
              Duration.ofSeconds(3),
              2,
              Map.of(
                  Samples.PROJECT,
                  ProjectSettings.at(fleet.cloud().endpoint()),
                  OTHER,
                  new ProjectSettings(
                      Dialect.EVS, region.endpoint(), VENDOR, keys, LimitSettings.NONE))));
      fleet.awaitRunning();
      fleet.spoiled(); // The audit sees one cloud's log only.

      var abroad = fleet.publish("abroad", "'project_id':'" + OTHER + "'");
      var home = fleet.publish("bulk-1", "");
      var nowhere = fleet.publish("bulk-2", "'project_id':'" + "e".repeat(32) + "'");

      assertThat(fleet.answer(abroad).result()).isInstanceOf(Result.Accepted.class);
      assertThat(fleet.answer(home).result()).isInstanceOf(Result.Accepted.class);
      assertThat(((Result.Rejected) fleet.answer(nowhere).result()).error().code())
          .isEqualTo(ErrorCode.PROJECT_NOT_ALLOWED);
      assertThat(region.world().effects()).hasSize(1);
      assertThat(fleet.effects()).containsOnlyKeys(SeedWorld.snapshotId("bulk-1"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_BODY", "JOB_ID"})
  void shouldTakeA202WithAnotherBody(FaultPoint body) throws Exception {
    try (Fleet fleet = Fleet.with(2)) {
      fleet.ready();
      fleet.cloud().faults().add(Fault.onRollback(body, SeedWorld.snapshotId("bulk-1")));

      assertThat(fleet.answer(fleet.publish("bulk-1", "")).result())
          .isInstanceOfSatisfying(
              Result.Accepted.class,
              accepted -> assertThat(accepted.proof()).isEqualTo(Result.Proof.RESPONSE));
    }
  }
}
