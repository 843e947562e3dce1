package io.rollbackworker.ledger;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.testing.Samples;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * What entries that have ended take, of heap and in the log: a program of its own, so that nothing
 * else is measured. Prints a line for each way to keep them.
 */
public final class Footprint {
  private static final int ENTRIES = 50_000;
  private static final LedgerCodec CODEC = new LedgerCodec();
  private static final Random RANDOM = new Random(1);

  private Footprint() {}

  /**
   * @param bytesPerEntry of live heap
   * @param estimated what the slice says of itself; 0: it is none
   */
  record Line(String what, double bytesPerEntry, double estimated, long decodedInMs) {
    @Override
    public String toString() {
      return "%s %.0f %.0f %d".formatted(what, bytesPerEntry, estimated, decodedInMs);
    }
  }

  public static void main(String[] arguments) {
    for (int round = 0; round < 2; round++) { // The first one also warms the decoder.
      for (String ids : List.of("given", "default")) {
        List<Encoded> log = log(ids.equals("given"));
        double record = log.stream().mapToInt(r -> r.value().length).average().orElseThrow();
        System.out.println("record-" + ids + " %.0f 0 0".formatted(record));
        System.out.println(measured("objects-" + ids, log, Footprint::asObjects));
        System.out.println(measured("slice-" + ids, log, Footprint::asSlice));
      }
    }
  }

  private static Line measured(String what, List<Encoded> log, Function<List<Encoded>, Object> to) {
    long before = liveBytes();
    long start = System.nanoTime();
    Object kept = to.apply(log);
    long millis = (System.nanoTime() - start) / 1_000_000;
    double each = (double) (liveBytes() - before) / ENTRIES;
    double estimated = kept instanceof Slice slice ? (double) slice.bytes() / ENTRIES : 0;
    Reference.reachabilityFence(kept);
    return new Line(what, each, estimated, millis);
  }

  private static Object asSlice(List<Encoded> log) {
    Slice slice = new Slice();
    log.forEach(record -> slice.replay(CODEC.decode(record, Samples.NOW)));
    return slice;
  }

  /** As they were kept before: each with its objects. */
  private static Object asObjects(List<Encoded> log) {
    Map<SnapshotId, Entry> entries = new HashMap<>();
    for (Encoded record : log) {
      if (CODEC.decode(record, Samples.NOW)
          instanceof LedgerRecord.EntryWritten(SnapshotId id, Entry entry)) {
        entries.put(id, entry);
      }
    }
    return entries;
  }

  private static long liveBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static List<Encoded> log(boolean givenIds) {
    List<Encoded> log = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      SnapshotId id = new SnapshotId(uuid());
      Origin record = new Origin(Samples.TOPIC_ID, 3, 1_000_000L + i, at(i));
      CommandId commandId = givenIds ? new CommandId(uuid()) : CommandId.of(record);
      Subject subject =
          Samples.placed(Samples.command(commandId.value()), 0).subject(Samples.RULES);
      Run run =
          new Run(
              new Subject(
                  id,
                  subject.volumeId(),
                  subject.projectId(),
                  commandId,
                  record,
                  subject.audit(),
                  null,
                  null),
              Samples.run("c", 1, Samples.completed()).payloadHash(),
              record,
              !givenIds,
              state(i));
      log.add(
          CODEC.encode(
              new LedgerRecord.EntryWritten(id, new Entry(i + 1, List.of(run))), Entry.FORMAT));
    }
    return log;
  }

  /** Most were completed, some were refused. */
  private static RunState state(int number) {
    Answer answer = new Answer(2, at(number).plusSeconds(20), null);
    return number % 4 == 0
        ? new RunState.Rejected(new Answer(1, answer.time(), ErrorCode.SNAPSHOT_NOT_AVAILABLE))
        : new RunState.Completed(new PermitId(uuid()), at(number).plusSeconds(2), answer);
  }

  private static Instant at(int number) {
    return Samples.NOW.plusMillis(number * 37L);
  }

  private static String uuid() {
    return new UUID(RANDOM.nextLong(), RANDOM.nextLong()).toString();
  }
}
