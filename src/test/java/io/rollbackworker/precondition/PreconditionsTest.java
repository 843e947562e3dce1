package io.rollbackworker.precondition;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.Target;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreconditionsTest {
  private static final VolumeId OTHER = new VolumeId("00000000-d25b-45a7-8d1b-88e127885635");
  private final Preconditions preconditions = new Preconditions(List.of("autobk_snapshot_"));

  @ParameterizedTest
  @CsvSource({
    "available,available,PROCEED",
    "available,error_rollbacking,PROCEED",
    "available,in-use,VOLUME_IN_USE",
    "available,creating,WAIT",
    "available,attaching,WAIT",
    "available,detaching,WAIT",
    "available,backing-up,WAIT",
    "available,uploading,WAIT",
    "available,downloading,WAIT",
    "available,extending,WAIT",
    "available,rollbacking,WAIT",
    "available,retyping,WAIT",
    "available,error,VOLUME_NOT_AVAILABLE",
    "available,error_restoring,VOLUME_NOT_AVAILABLE",
    "available,error_extending,VOLUME_NOT_AVAILABLE",
    "available,deleting,VOLUME_NOT_AVAILABLE",
    "available,error_deleting,VOLUME_NOT_AVAILABLE",
    "available,awaiting-transfer,VOLUME_NOT_AVAILABLE",
    "available,restoring-backup,VOLUME_NOT_AVAILABLE",
    "creating,available,WAIT",
    "backing-up,available,WAIT",
    "rollbacking,available,WAIT",
    "somehow,available,WAIT",
    "error,available,SNAPSHOT_NOT_AVAILABLE",
    "deleting,available,SNAPSHOT_NOT_AVAILABLE",
    "error_deleting,available,SNAPSHOT_NOT_AVAILABLE",
    // A rejection wins over waiting.
    "creating,in-use,VOLUME_IN_USE",
    "error,creating,SNAPSHOT_NOT_AVAILABLE",
  })
  void shouldDecideByStatus(String snapshot, String volume, String expected) {
    assertThat(name(check(command(Target.UNSPECIFIED), snapshot(snapshot), volume(volume))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("volumeStatuses")
  void shouldProceedOnlyFromTheTwoDocumentedStatuses(String status) {
    boolean proceeds =
        check(command(Target.UNSPECIFIED), snapshot("available"), volume(status))
            instanceof Verdict.Proceed;

    assertThat(proceeds).isEqualTo(List.of("available", "error_rollbacking").contains(status));
  }

  static List<String> volumeStatuses() {
    return SeedWorld.VOLUME_STATUSES;
  }

  @Test
  void shouldRejectAnUnknownSnapshot() {
    assertThat(
            name(
                preconditions.check(
                    command(Target.UNSPECIFIED), Samples.PROJECT, new Observation.NoSnapshot())))
        .isEqualTo("SNAPSHOT_NOT_FOUND");
  }

  @Test
  void shouldRejectAMissingVolume() {
    assertThat(
            name(
                preconditions.check(
                    command(Target.UNSPECIFIED),
                    Samples.PROJECT,
                    new Observation.NoVolume(snapshot("available")))))
        .isEqualTo("VOLUME_NOT_FOUND");
  }

  @Test
  void shouldRejectAnyOtherTargetThanTheSourceVolume() {
    assertThat(
            name(
                check(
                    command(new Target(OTHER, null)), snapshot("available"), volume("available"))))
        .isEqualTo("VOLUME_MISMATCH");
  }

  @Test
  void shouldRejectAnotherVolumeName() {
    Target target = new Target(Samples.VOLUME, "production");

    assertThat(name(check(command(target), snapshot("available"), volume("available"))))
        .isEqualTo("VOLUME_MISMATCH");
  }

  @Test
  void shouldProceedWithTheRightVolumeAndName() {
    Target target = new Target(Samples.VOLUME, "test-001");

    assertThat(check(command(target), snapshot("available"), volume("available")))
        .isInstanceOf(Verdict.Proceed.class);
  }

  @Test
  void shouldRejectWhatTheCloudWouldRefuseAlthoughBothAreAvailable() {
    Observation seen =
        new Observation.Both(
            snapshot("available"),
            volume("available"),
            new Obstacle("the volume has a newer snapshot, x", false));

    assertThat(preconditions.check(command(Target.UNSPECIFIED), Samples.PROJECT, seen))
        .isEqualTo(
            new Verdict.Reject(
                ErrorCode.SNAPSHOT_NOT_REVERTIBLE,
                "Expected to roll back snapshot "
                    + Samples.SNAPSHOT
                    + ", but the volume has a newer snapshot, x."));
  }

  @Test
  void shouldWaitForWhatStandsInTheWayForAWhile() {
    Observation seen =
        new Observation.Both(
            snapshot("available"), volume("available"), new Obstacle("it is reverting", true));

    assertThat(preconditions.check(command(Target.UNSPECIFIED), Samples.PROJECT, seen))
        .isEqualTo(new Verdict.Wait("it is reverting"));
  }

  @Test
  void shouldRejectReservedNamesEvenWhileTheyAreBusy() {
    Snapshot reserved =
        new Snapshot(
            Samples.SNAPSHOT,
            "backing-up",
            SnapshotState.BUSY,
            "autobk_snapshot_1",
            null,
            null,
            Samples.VOLUME,
            1,
            null,
            false,
            "");

    assertThat(name(check(command(Target.UNSPECIFIED), reserved, volume("available"))))
        .isEqualTo("SNAPSHOT_RESERVED");
  }

  @Test
  void shouldRejectSnapshotsOfServerBackups() {
    Snapshot backup =
        new Snapshot(
            Samples.SNAPSHOT,
            "available",
            SnapshotState.AVAILABLE,
            "snap",
            null,
            null,
            Samples.VOLUME,
            1,
            null,
            true,
            "");

    assertThat(name(check(command(Target.UNSPECIFIED), backup, volume("available"))))
        .isEqualTo("SNAPSHOT_OWNED_BY_BACKUP");
  }

  @Test
  void shouldRejectASnapshotOfAnotherProject() {
    Snapshot foreign =
        new Snapshot(
            Samples.SNAPSHOT,
            "available",
            SnapshotState.AVAILABLE,
            "snap",
            null,
            null,
            Samples.VOLUME,
            1,
            "f".repeat(32),
            false,
            "");

    assertThat(name(check(command(Target.UNSPECIFIED), foreign, volume("available"))))
        .isEqualTo("PROJECT_NOT_ALLOWED");
  }

  @Test
  void shouldRejectAnAttachedVolumeWhateverItsStatusNamingTheServer() {
    Volume attached =
        new Volume(
            Samples.VOLUME,
            "available",
            VolumeState.AVAILABLE,
            "test-001",
            null,
            1,
            List.of("server-7"),
            "");

    assertThat(check(command(Target.UNSPECIFIED), snapshot("available"), attached))
        .isEqualTo(
            new Verdict.Reject(
                ErrorCode.VOLUME_IN_USE,
                "Expected to roll back snapshot "
                    + Samples.SNAPSHOT
                    + ", but its volume is attached (server server-7)."));
  }

  private Verdict check(RollbackCommand command, Snapshot snapshot, Volume volume) {
    return preconditions.check(
        command, Samples.PROJECT, new Observation.Both(snapshot, volume, null));
  }

  private static String name(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Proceed p -> "PROCEED";
      case Verdict.Wait w -> "WAIT";
      case Verdict.Reject r -> r.code().name();
    };
  }

  private static RollbackCommand command(Target target) {
    return new RollbackCommand(
        Samples.SNAPSHOT,
        new CommandId("c"),
        false,
        target,
        null,
        null,
        null,
        null,
        false,
        false,
        Audit.NONE);
  }

  private static Snapshot snapshot(String status) {
    return new Snapshot(
        Samples.SNAPSHOT,
        status,
        Dialect.EVS.snapshotState(status),
        "snap-001",
        null,
        null,
        Samples.VOLUME,
        1,
        Samples.PROJECT.value(),
        false,
        "");
  }

  private static Volume volume(String status) {
    return new Volume(
        Samples.VOLUME,
        status,
        Dialect.EVS.volumeState(status),
        "test-001",
        null,
        1,
        List.of(),
        "");
  }
}
