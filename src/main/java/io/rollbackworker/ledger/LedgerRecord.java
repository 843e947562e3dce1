package io.rollbackworker.ledger;

import io.rollbackworker.command.SnapshotId;

/** One record of the ledger. */
public sealed interface LedgerRecord {
  /** The newest version of a snapshot's entry. */
  record EntryWritten(SnapshotId snapshotId, Entry entry) implements LedgerRecord {}

  /**
   * An entry that a newer program version wrote: it must not be touched, and commands for its
   * snapshot are left to a newer worker.
   */
  record EntryOfNewerFormat(SnapshotId snapshotId, int format) implements LedgerRecord {}

  /** A tombstone: nothing is remembered any more. */
  record EntryRemoved(SnapshotId snapshotId) implements LedgerRecord {}

  /** The newest head. */
  record HeadWritten(Head head) implements LedgerRecord {}
}
