package io.rollbackworker.bench;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.testing.FilledLedger;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Time;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fences and reads a partition's ledger of ended rollbacks, in a process of its own. */
final class RestoreRun {
  static final List<Integer> ENTRIES = List.of(100_000, 1_000_000);
  private static final int TIMES = 3;

  private final Children.Child broker;
  private final Path logs;

  RestoreRun(Children.Child broker, Path logs) {
    this.broker = broker;
    this.logs = logs;
  }

  /** Writes it, under a name. */
  void fill(int entries, String id) throws Exception {
    Topics topics = Topics.make(broker.said(), id, 1);
    FilledLedger.fill(topics.settings(), 1, entries, FilledLedger::completed);
  }

  Restored measure(int entries, String id, List<String> jvm) throws Exception {
    try (Children children = new Children(logs.resolve(id))) {
      String[] seconds =
          children.awaited(RestoreRun.class, jvm, broker.said(), id).said().split(" ", TIMES);
      return new Restored(
          entries, Double.parseDouble(seconds[0]), Double.parseDouble(seconds[TIMES - 1]));
    }
  }

  /** The process: says how long each time took, in seconds. */
  public static void main(String[] args) throws Exception {
    var settings = TestSettings.kafka(args[0], args[1]);
    StringBuilder seconds = new StringBuilder();
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      try (var session =
          new LedgerSession(settings, 0, CrashPoints.NONE, Samples.checked(Time.system()))) {
        session.fence();
        var _ = session.restore((position, end, slice) -> {});
        double took = System.nanoTime() - start;
        seconds.append(took / TimeUnit.SECONDS.toNanos(1)).append(' ');
      }
    }
    Children.ready(seconds.toString().strip());
  }
}
