package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSnapshot;
import io.rollbackworker.dev.simulator.World;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What follows after the 202. */
class WatchTest {
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration HOURS = Duration.ofHours(6);

  @Test
  void shouldLookAtThousandsOfRollbacksAtOnePaceAndWithoutAThreadForEach() throws Exception {
    int looksPerSecond = 50;
    try (LaneHarness harness = new LaneHarness(SHORT, Duration.ZERO, HOURS, looksPerSecond)) {
      harness.journal.decide(
          IntStream.range(0, 2_000).<LedgerRecord>mapToObj(WatchTest::accepted).toList());
      int threads = Thread.getAllStackTraces().size();
      long start = System.nanoTime();
      harness.open();

      harness.awaitLooks(null, 3 * looksPerSecond);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
      assertThat(Thread.getAllStackTraces().size() - threads).isLessThan(50);
    }
  }

  /** The volume holds the other one's data by then. */
  @Test
  void shouldTellNobodyThatHisRollbackCompletedWhenAnotherDidAfterItHadFailed() throws Exception {
    try (LaneHarness harness = new LaneHarness(Duration.ofMillis(400)).open()) {
      World world = harness.cloud.world();
      String volume = SeedWorld.volumeId("bulk-1");
      put(world, "bulk-1", volume, true);
      put(world, "bulk-2", volume, false);
      long first = harness.command("bulk-1", "");
      harness.answer(first);
      harness.hide("bulk-1");
      await().until(() -> world.volume(volume).status().equals("error_rollbacking"));
      long second = harness.command("bulk-2", "");
      harness.answers(second, 2);

      harness.cloud.faults().clear();

      assertThat(harness.answers(first, 2).getLast().result()).isInstanceOf(Result.Ended.class);
      assertThat(harness.answers(second, 2).getLast().result())
          .isInstanceOf(Result.Completed.class);
      assertThat(world.volume(volume).content()).isEqualTo("data of bulk-2");
      // What is over may be superseded, however it ended.
      long again = harness.command("bulk-1", "'supersedes':'" + idOf(first) + "'");
      assertThat(harness.answer(again).result()).isInstanceOf(Result.Accepted.class);
    }
  }

  private static String idOf(long offset) {
    return Samples.TOPIC_ID + "-" + LaneHarness.PARTITION + "-" + offset;
  }

  private static void put(World world, String seed, String volume, boolean fails) {
    SimSnapshot s = world.snapshot(SeedWorld.snapshotId(seed));
    world.put(
        new SimSnapshot(
            s.id(),
            s.projectId(),
            volume,
            s.name(),
            s.status(),
            s.sizeGb(),
            s.metadata(),
            "data of " + seed,
            fails,
            s.createdAt(),
            s.updatedAt()));
  }

  /** As another worker has left it. */
  private static LedgerRecord accepted(int number) {
    SnapshotId id = new SnapshotId(new UUID(0, number).toString());
    Run sample = Samples.run("c", 1, Samples.accepted());
    Subject s = sample.subject();
    Subject subject =
        new Subject(
            id,
            s.volumeId(),
            s.projectId(),
            s.commandId(),
            s.origin(),
            s.audit(),
            null,
            s.traceparent());
    Run run =
        new Run(
            subject, sample.payloadHash(), sample.record(), sample.namedByOrigin(), sample.state());
    return new LedgerRecord.EntryWritten(id, new Entry(number + 1, List.of(run)));
  }
}
