package io.rollbackworker.request;

import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;

/**
 * A command that every worker can read.
 *
 * @param place where it was listed, for people
 * @param json the record's value
 */
public record Request(String place, String json, RollbackCommand command) {
  public SnapshotId id() {
    return command.snapshotId();
  }
}
