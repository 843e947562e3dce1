package io.rollbackworker.command;

/** A readable record of the commands topic. */
public sealed interface Command permits RollbackCommand, Evidence {
  /** The key: everything about one snapshot is decided in one place, in order. */
  SnapshotId snapshotId();

  /** The command that is asked for, or that the evidence is about. */
  CommandId commandId();
}
