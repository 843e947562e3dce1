package io.rollbackworker.lane;

import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.outcome.Outcome;
import java.util.Optional;

/** One record of a lane's transaction. */
public sealed interface Write {
  /** The point between writing it and its commit, where there is one. */
  default Optional<CrashPoint> point() {
    return switch (this) {
      case ToLedger(LedgerRecord.EntryWritten(SnapshotId id, Entry entry))
          when entry.openIntent().isPresent() ->
          Optional.of(CrashPoint.INTENT_UNCOMMITTED);
      case ToLedger other -> Optional.empty();
      case ToOutcomes outcome -> Optional.of(CrashPoint.OUTCOME_UNCOMMITTED);
      case ToDeadLetters letter -> Optional.empty();
      case Forward forward -> Optional.of(CrashPoint.FORWARD_UNCOMMITTED);
    };
  }

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
