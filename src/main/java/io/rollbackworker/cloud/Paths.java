package io.rollbackworker.cloud;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;

/**
 * Where things are in the API; the placeholders are {@code {project_id}}, {@code {snapshot_id}} and
 * {@code {volume_id}}.
 *
 * @param newest lists a volume's newest snapshot; empty: nobody needs to know it
 */
public record Paths(String rollback, String snapshot, String volume, String newest) {

  String rollback(ProjectId project, SnapshotId id, VolumeId volumeId) {
    return of(rollback, project)
        .replace("{snapshot_id}", id.value())
        .replace("{volume_id}", volumeId.value());
  }

  String snapshot(ProjectId project, SnapshotId id) {
    return of(snapshot, project).replace("{snapshot_id}", id.value());
  }

  String volume(ProjectId project, VolumeId id) {
    return of(volume, project).replace("{volume_id}", id.value());
  }

  String newest(ProjectId project, VolumeId id) {
    return of(newest, project).replace("{volume_id}", id.value());
  }

  private static String of(String template, ProjectId project) {
    return template.replace("{project_id}", project.value());
  }
}
