package io.rollbackworker.ledger;

import io.rollbackworker.command.SnapshotId;
import org.jspecify.annotations.Nullable;

/** One record of the ledger. */
public sealed interface LedgerRecord {
  /** The newest version of a snapshot's entry. */
  record EntryWritten(SnapshotId snapshotId, Entry entry) implements LedgerRecord {}

  /**
   * An entry that a newer program version wrote: it must not be touched, and commands for its
   * snapshot are left to a newer worker.
   *
   * @param key a snapshot's id, of whatever form
   */
  record EntryOfNewerFormat(String key, int format) implements LedgerRecord {}

  /** A tombstone: nothing is remembered any more. */
  record EntryRemoved(SnapshotId snapshotId) implements LedgerRecord {}

  /** The newest head. */
  record HeadWritten(Head head) implements LedgerRecord {}

  /**
   * The outbox is emptied; what follows in the same transaction is in it.
   *
   * @param outcomesFrom see {@link Outbox}
   */
  record OutboxOpened(long outcomesFrom) implements LedgerRecord {}

  /**
   * Put into the outbox.
   *
   * @param number from 0; the next outbox writes over it
   * @param tip of the outcomes' chain, once all of the outbox is told; with number 0 alone, for
   *     every outbox has one; null: another number, or of a version before chains
   */
  record Posted(int number, Posting posting, @Nullable ChainTip tip) implements LedgerRecord {}
}
