package io.rollbackworker.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A readable record of the commands topic: roll a disk back to a snapshot.
 *
 * @param namedByOrigin the requester gave no command id: it was made from the record's origin
 * @param projectId null: the configured default project
 * @param supersedes the last accepted command, which has ended: run again although the window is
 *     open
 * @param expiresAt nothing is sent after it
 * @param notBefore nothing is sent before it
 * @param waitsForDetach an attached volume is waited for, not refused
 */
public record RollbackCommand(
    SnapshotId snapshotId,
    CommandId commandId,
    boolean namedByOrigin,
    Target target,
    @Nullable ProjectId projectId,
    @Nullable CommandId supersedes,
    @Nullable Instant expiresAt,
    @Nullable Instant notBefore,
    boolean waitsForDetach,
    boolean dryRun,
    Audit audit) {}
