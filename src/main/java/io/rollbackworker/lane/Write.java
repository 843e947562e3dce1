package io.rollbackworker.lane;

import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.outcome.Outcome;

/** One record of a lane's transaction. */
public sealed interface Write {
  /** To the lane's own partition of the ledger. */
  record ToLedger(LedgerRecord record) implements Write {}

  /** To the outcomes topic. */
  record ToOutcomes(Outcome outcome) implements Write {}

  /** To the dead letters: the bytes of a record that could not be read. */
  record ToDeadLetters(Delivery delivery, Origin origin, Cause cause, String problem)
      implements Write {}

  /** To the partition of the commands topic that the snapshot belongs to. */
  record Forward(Delivery delivery, Origin origin, SnapshotId snapshotId, int partition)
      implements Write {}
}
