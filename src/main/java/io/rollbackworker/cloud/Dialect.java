package io.rollbackworker.cloud;

import static java.util.Map.entry;

import io.rollbackworker.cloud.errors.Classification;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.precondition.SnapshotState;
import io.rollbackworker.precondition.VolumeState;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one cloud's API calls things that all have: paths, the rollback's body, statuses, errors.
 * Data; the calls are the same.
 *
 * @param paths where things are, unless the configuration says otherwise
 * @param permitHeaders how the rollback request carries its permit, so that a line in the cloud's
 *     or a gateway's log finds its command
 * @param body of the rollback request; placeholders as in {@link Paths}
 * @param snapshotStates meanings of snapshot statuses; others are {@link SnapshotState#BUSY}
 * @param volumeStates meanings of volume statuses; others are {@link VolumeState#BUSY}
 * @param revertsToNewestOnly whether it refuses all but a volume's newest snapshot, and a volume
 *     whose size has changed since
 */
public record Dialect(
    Paths paths,
    Map<String, String> headers,
    Map<String, String> permitHeaders,
    String body,
    Map<String, SnapshotState> snapshotStates,
    Map<String, VolumeState> volumeStates,
    Classification errors,
    boolean revertsToNewestOnly) {

  private static final String PERMIT = "X-Rollback-Permit";

  /**
   * Huawei Cloud EVS. Rollback as in the rollback document (v2 cloudsnapshots), snapshot as in the
   * show-snapshot document (v3), volume as the API reference recommends (v2 cloudvolumes); statuses
   * as in the API reference's tables.
   */
  public static final Dialect EVS =
      new Dialect(
          new Paths(
              "/v2/{project_id}/cloudsnapshots/{snapshot_id}/rollback",
              "/v3/{project_id}/snapshots/{snapshot_id}",
              "/v2/{project_id}/cloudvolumes/{volume_id}",
              "",
              "/v3/{project_id}/snapshots/detail?limit={limit}&offset={offset}",
              "/v2/{project_id}/cloudvolumes/detail?limit={limit}&offset={offset}"),
          Map.of(),
          Map.of(PERMIT, "{permit}"),
          // Always with the volume's id; never with its name, which could only make it fail.
          "{\"rollback\":{\"volume_id\":\"{volume_id}\"}}",
          Map.of(
              "available", SnapshotState.AVAILABLE,
              "rollbacking", SnapshotState.ROLLING_BACK,
              "error", SnapshotState.UNUSABLE,
              "deleting", SnapshotState.UNUSABLE,
              "error_deleting", SnapshotState.UNUSABLE),
          Map.ofEntries(
              entry("available", VolumeState.AVAILABLE),
              entry("rollbacking", VolumeState.ROLLING_BACK),
              entry("error_rollbacking", VolumeState.ROLLBACK_FAILED),
              entry("in-use", VolumeState.ATTACHED),
              entry("error", VolumeState.UNUSABLE),
              entry("error_restoring", VolumeState.UNUSABLE),
              entry("error_extending", VolumeState.UNUSABLE),
              entry("deleting", VolumeState.UNUSABLE),
              entry("error_deleting", VolumeState.UNUSABLE),
              entry("awaiting-transfer", VolumeState.UNUSABLE),
              // Afterwards the disk holds other data than the requester knew: they must ask again.
              entry("restoring-backup", VolumeState.UNUSABLE)),
          Classification.EVS,
          false);

  /**
   * OpenStack Cinder, Block Storage API v3 ("Revert volume to snapshot", microversion 3.40);
   * statuses as in its "Volume status" and "Snapshot status" tables, and as seen on the service:
   * {@code config/clouds.md}.
   */
  public static final Dialect CINDER =
      new Dialect(
          new Paths(
              "/v3/{project_id}/volumes/{volume_id}/action",
              "/v3/{project_id}/snapshots/{snapshot_id}",
              "/v3/{project_id}/volumes/{volume_id}",
              "/v3/{project_id}/snapshots?volume_id={volume_id}&sort=created_at:desc&limit=1",
              // What has just ended comes first.
              "/v3/{project_id}/snapshots/detail?sort=updated_at:desc&limit={limit}&offset={offset}",
              "/v3/{project_id}/volumes/detail?sort=updated_at:desc&limit={limit}&offset={offset}"),
          Map.of("OpenStack-API-Version", "volume 3.40"),
          // The global request id of oslo.middleware, which takes "req-" and a lower-case UUID: it
          // stands in the logs of all services, and in notifications.
          Map.of(PERMIT, "{permit}", "X-OpenStack-Request-ID", "req-{permit}"),
          "{\"revert\":{\"snapshot_id\":\"{snapshot_id}\"}}",
          Map.of(
              "available", SnapshotState.AVAILABLE,
              "restoring", SnapshotState.ROLLING_BACK,
              "error", SnapshotState.UNUSABLE,
              "deleting", SnapshotState.UNUSABLE,
              "deleted", SnapshotState.UNUSABLE,
              "error_deleting", SnapshotState.UNUSABLE,
              "unmanaging", SnapshotState.UNUSABLE),
          Map.ofEntries(
              entry("available", VolumeState.AVAILABLE),
              entry("reverting", VolumeState.ROLLING_BACK),
              entry("error", VolumeState.FAILED),
              entry("in-use", VolumeState.ATTACHED),
              entry("reserved", VolumeState.ATTACHED),
              entry("maintenance", VolumeState.UNUSABLE),
              entry("error_restoring", VolumeState.UNUSABLE),
              entry("error_extending", VolumeState.UNUSABLE),
              entry("error_backing-up", VolumeState.UNUSABLE),
              entry("error_managing", VolumeState.UNUSABLE),
              entry("deleting", VolumeState.UNUSABLE),
              entry("deleted", VolumeState.UNUSABLE),
              entry("error_deleting", VolumeState.UNUSABLE),
              entry("awaiting-transfer", VolumeState.UNUSABLE),
              entry("unmanaging", VolumeState.UNUSABLE),
              entry("restoring-backup", VolumeState.UNUSABLE)),
          Classification.CINDER,
          true);

  /** Headers of the request that the permit is for. */
  Map<String, String> permitHeaders(PermitId permit) {
    return permitHeaders.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().replace("{permit}", permit.value())));
  }

  byte[] rollbackBody(SnapshotId snapshot, VolumeId volume) {
    return body.replace("{snapshot_id}", snapshot.value())
        .replace("{volume_id}", volume.value())
        .getBytes(StandardCharsets.UTF_8);
  }

  public SnapshotState snapshotState(String status) {
    return snapshotStates.getOrDefault(status, SnapshotState.BUSY);
  }

  public VolumeState volumeState(String status) {
    return volumeStates.getOrDefault(status, VolumeState.BUSY);
  }
}
