package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Run;
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

  /** As another worker has left it. */
  private static LedgerRecord accepted(int number) {
    SnapshotId id = new SnapshotId(new UUID(0, number).toString());
    Run sample = Samples.run("c", 1, Samples.accepted());
    Subject s = sample.subject();
    Subject subject =
        new Subject(
            id, s.volumeId(), s.projectId(), s.commandId(), s.origin(), s.audit(), s.traceparent());
    Run run =
        new Run(
            subject, sample.payloadHash(), sample.record(), sample.namedByOrigin(), sample.state());
    return new LedgerRecord.EntryWritten(id, new Entry(number + 1, List.of(run)));
  }
}
