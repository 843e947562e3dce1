package io.rollbackworker.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.proof.chaos.StoppedWorker.Finding;
import io.rollbackworker.proof.chaos.StoppedWorker.Manner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every crash point, every manner to stop there; the table is in target/crash-points.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("proof")
class CrashPointMatrixIT {
  private static final int AT_ONCE = 9;
  private final List<Finding> findings = new ArrayList<>();
  private Cluster cluster;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    cluster = Cluster.start(folder, 1, AT_ONCE);
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepItsPromisesWhereverAWorkerIsStopped() {
    BlockingQueue<Integer> doors =
        new LinkedBlockingQueue<>(IntStream.range(0, AT_ONCE).boxed().toList());
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    List<DynamicTest> tests = new ArrayList<>();
    for (CrashPoint point : CrashPoint.values()) {
      for (Manner manner : Manner.values()) {
        Future<Finding> finding = threads.submit(() -> behindDoor(doors, point, manner));
        tests.add(DynamicTest.dynamicTest(point + " " + manner, () -> check(finding.get())));
      }
    }
    threads.shutdown();
    return tests.stream();
  }

  private Finding behindDoor(BlockingQueue<Integer> doors, CrashPoint point, Manner manner)
      throws Exception {
    int door = doors.take();
    try {
      return new StoppedWorker(cluster, door, point, manner).run();
    } finally {
      doors.add(door);
    }
  }

  private void check(Finding finding) {
    findings.add(finding);
    assertThat(finding.report().violations()).isEmpty();
    assertThat(finding.story()).isNotEmpty();
    if (finding.manner() == Manner.HALT) {
      assertThat(finding.story()).startsWith(afterHalt(finding.point()));
    }
  }

  /** A killed worker says nothing any more, so what the next one must say is known. */
  private static String afterHalt(CrashPoint point) {
    return switch (point) {
      case INTENT_UNSEEN, INTENT_COMMITTED, PERMIT_TAKEN -> "in_doubt UNKNOWN_EFFECT";
      case RECEIVED,
          PRECONDITIONS_CHECKED,
          INTENT_UNCOMMITTED,
          REQUEST_SENT,
          ANSWER_RECEIVED,
          OUTCOME_UNCOMMITTED,
          OUTCOME_UNSEEN,
          OUTCOME_DECIDED,
          OUTCOME_UNTOLD,
          OUTCOME_TOLD,
          OUTCOME_COMMITTED,
          FORWARD_DECIDED,
          FORWARD_SENT,
          FENCED,
          TOUCHED,
          RESTORED ->
          "accepted";
    };
  }

  @AfterAll
  void report() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| stopped at | how | durable then | what the requester was told | effects | promises |");
    lines.add("|---|---|---|---|---|---|");
    findings.forEach(finding -> lines.add(finding.row()));
    Files.write(Path.of("target", "crash-points.md"), lines);
    cluster.close();
  }
}
