package io.rollbackworker.cloud;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;

/**
 * Where things are in the API; the placeholders are {@code {project_id}}, {@code {snapshot_id}} and
 * {@code {volume_id}}.
 */
public record Paths(String rollback, String snapshot, String volume) {
  /**
   * Rollback as in the rollback document (v2 cloudsnapshots), snapshot as in the show-snapshot
   * document (v3), volume as the API reference recommends (v2 cloudvolumes).
   */
  public static final Paths DEFAULT =
      new Paths(
          "/v2/{project_id}/cloudsnapshots/{snapshot_id}/rollback",
          "/v3/{project_id}/snapshots/{snapshot_id}",
          "/v2/{project_id}/cloudvolumes/{volume_id}");

  String rollback(ProjectId project, SnapshotId id) {
    return of(rollback, project).replace("{snapshot_id}", id.value());
  }

  String snapshot(ProjectId project, SnapshotId id) {
    return of(snapshot, project).replace("{snapshot_id}", id.value());
  }

  String volume(ProjectId project, VolumeId id) {
    return of(volume, project).replace("{volume_id}", id.value());
  }

  private static String of(String template, ProjectId project) {
    return template.replace("{project_id}", project.value());
  }
}
