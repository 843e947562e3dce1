package io.rollbackworker.outcome;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import org.jspecify.annotations.Nullable;

/**
 * What an outcome is about; the same in every outcome of a command, but for the volume, which may
 * become known later.
 *
 * @param snapshotId null only for a record whose snapshot could not be read
 * @param authorization null: the workers have no policy, or the record is no readable command
 * @param traceparent W3C trace context of the command, handed through
 */
public record Subject(
    @Nullable SnapshotId snapshotId,
    @Nullable VolumeId volumeId,
    @Nullable ProjectId projectId,
    CommandId commandId,
    Origin origin,
    Audit audit,
    @Nullable Authorization authorization,
    @Nullable String traceparent) {
  /** The header of commands and outcomes that carries it. */
  public static final String TRACEPARENT = "traceparent";

  /** Only what names the command, which lay there. */
  public Subject identity(Origin record) {
    return new Subject(snapshotId, null, null, commandId, record, Audit.NONE, null, null);
  }

  public Subject withVolume(VolumeId volume) {
    return new Subject(
        snapshotId, volume, projectId, commandId, origin, audit, authorization, traceparent);
  }

  public Subject authorized(@Nullable Authorization by) {
    return new Subject(snapshotId, volumeId, projectId, commandId, origin, audit, by, traceparent);
  }
}
