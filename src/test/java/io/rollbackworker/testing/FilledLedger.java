package io.rollbackworker.testing;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.ledger.Answer;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Ledgers as after a hundred thousand commands, written by the lanes' own sessions. */
public final class FilledLedger {
  private static final int PER_TRANSACTION = 2_000;
  private static final Random RANDOM = new Random();

  private FilledLedger() {}

  /** Of a rollback that has just ended. */
  public static RunState completed() {
    Instant now = Instant.now();
    return new RunState.Completed(new PermitId(uuid()), now, new Answer(2, now, null));
  }

  /** Of a command that was rejected without a request. */
  public static RunState rejected() {
    return new RunState.Rejected(new Answer(1, Instant.now(), ErrorCode.EXPIRED));
  }

  /** So many entries on each partition. */
  public static void fill(
      KafkaSettings kafka, int partitions, int entriesOfEach, Supplier<RunState> states)
      throws Exception {
    List<List<SnapshotId>> ids = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      ids.add(new ArrayList<>());
    }
    for (int missing = partitions; missing > 0; ) {
      SnapshotId id = new SnapshotId(uuid());
      List<SnapshotId> home = ids.get(Placement.of(id, partitions));
      if (home.size() < entriesOfEach) {
        home.add(id);
        missing -= home.size() == entriesOfEach ? 1 : 0;
      }
    }
    for (int partition = 0; partition < partitions; partition++) {
      write(kafka, partition, ids.get(partition), states);
    }
  }

  private static void write(
      KafkaSettings kafka, int partition, List<SnapshotId> ids, Supplier<RunState> states)
      throws Exception {
    try (var session =
        new LedgerSession(kafka, partition, CrashPoints.NONE, Samples.checked(Time.system()))) {
      session.fence();
      var _ = session.restore((position, end, slice) -> {});
      List<LedgerRecord> records = new ArrayList<>();
      for (SnapshotId id : ids) {
        records.add(entry(id, partition, states.get()));
        if (records.size() == PER_TRANSACTION) {
          session.write(records);
          records.clear();
        }
      }
      if (!records.isEmpty()) {
        session.write(records);
      }
    }
  }

  private static LedgerRecord entry(SnapshotId id, int partition, RunState state) {
    Run sample = Samples.run(uuid(), 0, state);
    Origin record = new Origin(Samples.TOPIC_ID, partition, 1, Instant.now());
    Subject subject =
        new Subject(id, null, null, sample.commandId(), record, Audit.NONE, null, null);
    Run run = new Run(subject, sample.payloadHash(), record, false, state);
    return new LedgerRecord.EntryWritten(id, new Entry(1, List.of(run)));
  }

  private static String uuid() {
    return new UUID(RANDOM.nextLong(), RANDOM.nextLong()).toString();
  }
}
