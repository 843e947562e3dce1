package io.rollbackworker.lane;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Permit;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An intent as a worker leaves it in the ledger that dies right after writing it. */
public final class StrangersIntent {
  private StrangersIntent() {}

  public static LedgerRecord of(SnapshotId snapshot, String volume, long offset) {
    return of(snapshot, volume, new Origin(Samples.TOPIC_ID, 0, offset, Instant.now()));
  }

  public static LedgerRecord of(SnapshotId snapshot, String volume, Origin record) {
    Subject subject =
        new Subject(
            snapshot,
            new VolumeId(volume),
            Samples.PROJECT,
            CommandId.of(record),
            record,
            Audit.NONE,
            null,
            null);
    Attempt attempt =
        new Attempt(
            new Permit(
                new PermitId(UUID.randomUUID().toString()),
                Instant.now().plusMillis(200),
                Duration.ofMillis(200)),
            new Baseline("available", null, "available", "2026-01-01T00:00:00.000000", null));
    Run run = new Run(subject, "0".repeat(64), record, true, new RunState.Intent(attempt, null));
    return new LedgerRecord.EntryWritten(snapshot, new Entry(1, List.of(run)));
  }
}
