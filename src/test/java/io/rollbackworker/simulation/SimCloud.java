package io.rollbackworker.simulation;

import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.CloudRequest.Fate;
import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.Volume;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Volumes with two snapshots each, and what becomes of their rollbacks. Its habits are drawn: which
 * of the two shows a rollback first, and how late.
 */
final class SimCloud {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** Two in a row would else look like one: longer than {@code rules.together-within}. */
  private static final Duration SHORTEST = Duration.ofMillis(1_100);

  private final Stage stage;
  private final Duration latestVisible;
  private final boolean volumeFirst;

  /** They show nothing of a rollback, neither as status nor as time. */
  private final boolean silentSnapshots;

  private final Map<SnapshotId, Disk> disks =
      new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
  private final List<CloudRequest> requests = new ArrayList<>();

  /** A volume. */
  private static final class Drive {
    final VolumeId id;
    String status = "available";
    String updatedAt;
    boolean busy;

    /** Whose data it holds; null: what people wrote. */
    SnapshotId content;

    Drive(VolumeId id, String updatedAt) {
      this.id = id;
      this.updatedAt = updatedAt;
    }
  }

  /** A snapshot and its volume. */
  private static final class Disk {
    final SnapshotId id;
    final Drive drive;
    String status = "available";
    String updatedAt;

    Disk(SnapshotId id, Drive drive) {
      this.id = id;
      this.drive = drive;
    }
  }

  /**
   * @param latestVisible a rollback is seen so late at most
   */
  SimCloud(Stage stage, int volumes, Duration latestVisible) {
    this.stage = stage;
    this.latestVisible = latestVisible;
    this.volumeFirst = stage.chance.nextBoolean();
    this.silentSnapshots = stage.chance.nextInt(4) == 0;
    for (int v = 0; v < volumes; v++) {
      Drive drive =
          new Drive(
              new VolumeId("11111111-0000-4000-8000-%012d".formatted(v)),
              "2026-11-20T22:00:00.000000");
      for (int s = 0; s < 2; s++) {
        SnapshotId id = snapshot(2 * v + s);
        disks.put(id, new Disk(id, drive));
      }
    }
  }

  static SnapshotId snapshot(int number) {
    return new SnapshotId("22222222-0000-4000-8000-%012d".formatted(number));
  }

  /**
   * Where snapshots are silent, nothing tells the rollbacks of two of them apart (a known gap):
   * then one of each volume is used.
   */
  SnapshotId used(int number) {
    return snapshot(silentSnapshots ? number - number % 2 : number);
  }

  List<CloudRequest> requests() {
    return requests;
  }

  /** Whose data the snapshot's volume holds. */
  SnapshotId content(SnapshotId snapshot) {
    return disks.get(snapshot).drive.content;
  }

  /** Two reads: what lies between them may change. */
  Observation look(SnapshotId id) {
    Disk disk = disks.get(id);
    if (disk == null) {
      return new Observation.NoSnapshot();
    }
    Snapshot snapshot =
        new Snapshot(
            id,
            disk.status,
            Dialect.EVS.snapshotState(disk.status),
            "snap",
            null,
            disk.updatedAt,
            disk.drive.id,
            1,
            Samples.PROJECT.value(),
            false,
            "");
    stage.turn();
    Drive drive = disk.drive;
    Volume volume =
        new Volume(
            drive.id,
            drive.status,
            Dialect.EVS.volumeState(drive.status),
            "disk",
            drive.updatedAt,
            1,
            List.of(),
            "");
    return new Observation.Both(snapshot, volume, null);
  }

  /** A request arrives: whether it was taken. */
  boolean rollBack(SnapshotId id, PermitId permit, boolean repeated) {
    Disk disk = disks.get(id);
    Drive drive = disk.drive;
    boolean free =
        !drive.busy
            && (drive.status.equals("available") || drive.status.equals("error_rollbacking"));
    if (!free) {
      log(id, permit, Fate.REFUSED, repeated, null, null);
      return false;
    }
    Duration visible = part(latestVisible);
    Duration more = part(Duration.ofSeconds(stage.chance.nextInt(4) == 0 ? 30 : 4));
    Duration lasts = visible.plus(SHORTEST).plus(more);
    boolean succeeds = stage.chance.nextInt(6) > 0;
    log(id, permit, Fate.TAKEN, repeated, lasts, succeeds);
    drive.busy = true;
    stage.start(Stage.Host.NOBODY, "rollback of " + id, () -> run(disk, visible, lasts, succeeds));
    return true;
  }

  private void run(Disk disk, Duration visible, Duration lasts, boolean succeeds) {
    stage.pause(visible);
    for (boolean volume : List.of(volumeFirst, !volumeFirst)) {
      show(disk, volume, "rollbacking");
      stage.turn();
    }
    stage.pause(lasts.minus(visible));
    disk.drive.content = succeeds ? disk.id : null;
    for (boolean volume : List.of(volumeFirst, !volumeFirst)) {
      show(disk, volume, volume && !succeeds ? "error_rollbacking" : "available");
      stage.turn();
    }
    disk.drive.busy = false;
  }

  private void show(Disk disk, boolean volume, String status) {
    stage.tell("cloud: %s is %s".formatted(volume ? "volume of " + disk.id : disk.id, status));
    if (volume) {
      disk.drive.status = status;
      disk.drive.updatedAt = TIME.format(stage.now());
    } else if (!silentSnapshots) {
      disk.status = status;
      disk.updatedAt = TIME.format(stage.now());
    }
  }

  void log(
      SnapshotId id,
      PermitId permit,
      Fate fate,
      boolean repeated,
      Duration lasts,
      Boolean succeeds) {
    stage.tell("cloud: %s, permit %s: %s".formatted(id, permit, fate));
    requests.add(
        new CloudRequest(
            stage.now(),
            id.value(),
            permit,
            fate,
            repeated,
            lasts == null ? null : stage.now().plus(lasts),
            succeeds));
  }

  private Duration part(Duration whole) {
    return Duration.ofMillis(stage.chance.nextLong(Math.max(1, whole.toMillis())));
  }
}
