package io.rollbackworker.lane;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.rollback.PlacedCommand;
import java.util.List;

/** What a lane's loop has done beside itself; its end comes back as a message. */
interface LaneWork {
  /** A command, at its turn; {@link Inbox.ProcedureOver} follows. */
  void answer(PlacedCommand placed, Entry entry);

  /** What lies at these offsets; {@link Inbox.ReadAgain} follows. */
  void readAgain(List<Long> offsets);

  void dryRun(PlacedCommand placed, Entry entry);

  /** The key must have been occupied before; {@link Inbox.ProcedureOver} follows. */
  void reconcile(SnapshotId key, Run intent, Entry entry);

  /** Follows each run of the entry that needs it and is not followed yet. */
  void watch(SnapshotId key, Entry entry);

  /** A watch has ended; the run may need one again by now. */
  void watchOver(SnapshotId key, CommandId commandId, Entry entry);
}
