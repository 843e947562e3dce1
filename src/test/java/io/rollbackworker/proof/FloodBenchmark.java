package io.rollbackworker.proof;

import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.Origin;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * How long others wait while thousands of commands wait for busy volumes: one packaged worker with
 * a heap of 512 MB, the limits as delivered, calls that take 20 ms. The table lies in
 * target/flood.md. In no tier.
 */
class FloodBenchmark {
  private static final int PARTITIONS = 4;
  private static final int OTHERS = Integer.getInteger("flood.others", 300);
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** New commands at the limits as delivered: two reads each, polls get a fifth. */
  private static final int LOOKS_PER_SECOND = 40;

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private Fleet fleet;
  private int bulk;

  /** Of those that were accepted, from before the send to the decision, in milliseconds. */
  private record Times(int waiting, int accepted, long p50, long p99) {}

  @Test
  void measure() throws Exception {
    SimSettings sim =
        new SimSettings(
            0, Duration.ofMillis(20), Duration.ZERO, Duration.ZERO, Duration.ZERO, null);
    fleet = Fleet.with(PARTITIONS, sim, 1 + 3 * OTHERS);
    Map<String, String> asDelivered = new HashMap<>();
    asDelivered.put("LIMITS_CALLS_PER_SECOND", "120");
    asDelivered.put("LIMITS_READS_PER_SECOND", "100");
    asDelivered.put("LIMITS_ROLLBACKS_PER_SECOND", "20");
    asDelivered.put("JAVA_OPTIONS", "-XX:+UseSerialGC -Xmx512m");
    WorkerProcess worker =
        WorkerProcess.start(
            List.of(WorkerProcess.image() + "/bin/rollback-worker", "run"),
            WorkerProcess.environment(
                fleet.kafka(), fleet.cloud().endpoint(), "worker", asDelivered),
            Path.of("target", "flood.log").toFile());
    fleet.publish("bulk-" + ++bulk, "");
    fleet.awaitAnswers(1, PATIENCE);
    List<Times> table = new ArrayList<>();
    table.add(askOthers(0));
    int waiting = 0;
    for (int total : List.of(5_000, 20_000)) {
      int before = waiting;
      for (; waiting < total; waiting++) {
        SeedWorld.pair(fleet.cloud().world(), "busy-" + waiting, "backing-up", "available");
        fleet
            .publisher()
            .publish(SeedWorld.snapshotId("busy-" + waiting), Fleet.json("busy-" + waiting, ""));
      }
      awaitFirstLooks(total - before);
      table.add(askOthers(total));
    }
    worker.kill();
    Files.write(Path.of("target", "flood.md"), table.stream().map(Times::toString).toList());
    fleet.close();
  }

  /**
   * Each of those that wait is looked at once first, like all that is new: at the limits that takes
   * its time, and who asks meanwhile stands among them.
   */
  private static void awaitFirstLooks(int commands) throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(10 + commands / LOOKS_PER_SECOND));
  }

  private Times askOthers(int waiting) throws Exception {
    Map<CommandPublisher.Stored, Instant> asked = new HashMap<>();
    long next = System.nanoTime();
    for (int i = 0; i < OTHERS; i++, next += EVERY_NANOS) {
      LockSupport.parkNanos(next - System.nanoTime());
      Instant at = Instant.now();
      asked.put(fleet.publish("bulk-" + ++bulk, ""), at);
    }
    List<Long> millis = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              millis.clear();
              fleet.answers().forEach(answer -> note(answer, asked, millis));
              return millis.size() == OTHERS;
            });
    millis.sort(null);
    return new Times(waiting, OTHERS, millis.get(OTHERS / 2), millis.get(OTHERS * 99 / 100));
  }

  private static void note(
      Outcome answer, Map<CommandPublisher.Stored, Instant> asked, List<Long> millis) {
    Origin place = answer.subject().origin();
    Instant at = asked.get(new CommandPublisher.Stored(place.partition(), place.offset()));
    if (at != null && answer.result() instanceof Result.Accepted) {
      millis.add(Duration.between(at, answer.told().time()).toMillis());
    }
  }
}
