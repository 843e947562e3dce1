package io.rollbackworker.lane;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.rollback.RollbackSettings;
import java.time.Instant;

/**
 * What a lane knows of a command that it does not keep: all that decides when it may be open.
 *
 * @param snapshotHash commands of one snapshot have the same
 * @param bytes of its record
 * @param deadlineMillis since the epoch; then it is answered without a look at the cloud
 */
record Asked(
    long offset,
    Share share,
    long snapshotHash,
    Priority priority,
    int bytes,
    long storedAtMillis,
    long deadlineMillis) {

  static Asked of(PlacedCommand placed, int bytes, RollbackSettings settings) {
    var command = placed.command();
    return new Asked(
        placed.record().offset(),
        new Share(kept(settings.projectOr(command.projectId()), settings), command.dryRun()),
        hash(command.snapshotId().value()),
        command.audit().priority(),
        bytes,
        placed.record().timestamp().toEpochMilli(),
        placed.deadline(settings).toEpochMilli());
  }

  /** The one of the settings, so that thousands of commands do not keep one each. */
  private static ProjectId kept(ProjectId named, RollbackSettings settings) {
    int at = settings.projects().indexOf(named);
    return at < 0 ? named : settings.projects().get(at);
  }

  /** FNV-1a. Whoever finds two ids with one hash makes them wait for each other, and no more. */
  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  Instant storedAt() {
    return Instant.ofEpochMilli(storedAtMillis);
  }
}
