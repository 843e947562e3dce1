package io.rollbackworker.cloud;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;

/**
 * Where things are in the API; the placeholders are {@code {project_id}}, {@code {snapshot_id}} and
 * {@code {volume_id}}.
 *
 * @param newest lists a volume's newest snapshot; empty: nobody needs to know it
 * @param snapshots lists a page of the project's snapshots, from {@code {offset}} on
 * @param volumes the same of its volumes
 */
public record Paths(
    String rollback,
    String snapshot,
    String volume,
    String newest,
    String snapshots,
    String volumes) {
  /** Of what a list shows at most at once; the APIs' own limit is 1,000. */
  static final int PAGE = 500;

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

  String snapshots(ProjectId project, int offset) {
    return page(snapshots, project, offset);
  }

  String volumes(ProjectId project, int offset) {
    return page(volumes, project, offset);
  }

  private static String page(String template, ProjectId project, int offset) {
    return of(template, project)
        .replace("{limit}", Integer.toString(PAGE))
        .replace("{offset}", Integer.toString(offset));
  }

  private static String of(String template, ProjectId project) {
    return template.replace("{project_id}", project.value());
  }
}
