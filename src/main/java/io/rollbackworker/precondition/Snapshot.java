package io.rollbackworker.precondition;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as the cloud shows it.
 *
 * @param createdAt the cloud's text, like {@code updatedAt}; null where it does not say
 * @param updatedAt the cloud's text: UTC without a zone; null until the first change
 * @param volumeId the source volume: the only legal target
 * @param projectId null where the cloud does not say
 * @param described a hash of name, description and metadata
 */
public record Snapshot(
    SnapshotId id,
    String status,
    SnapshotState state,
    String name,
    @Nullable String createdAt,
    @Nullable String updatedAt,
    VolumeId volumeId,
    int sizeGb,
    @Nullable String projectId,
    boolean madeByServerBackup,
    String described) {

  /**
   * The cloud is writing this snapshot's data back: the only status that proves a rollback of it.
   */
  public boolean isRollingBack() {
    return state == SnapshotState.ROLLING_BACK;
  }
}
