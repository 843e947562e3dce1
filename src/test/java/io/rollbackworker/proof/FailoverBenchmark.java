package io.rollbackworker.proof;

import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.testing.FilledLedger;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * From kill -9 of a worker to the next outcome of its partitions, and what each part of it is. Not
 * part of the suite; the README says how to run it. The table is in target/failover.md.
 */
class FailoverBenchmark {
  private static final int PARTITIONS = 4;
  private static final int ENTRIES = Integer.getInteger("failover.entries", 100_000);
  private static final int ROUNDS = Integer.getInteger("failover.rounds", 10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern RESTORED =
      Pattern.compile("(\\S+) .*lane restored .*partition=\"(\\d+)\".*tookMs=\"(\\d+)\".*");

  private final Path folder = Path.of("target", "failover");
  private final List<List<byte[]>> commands = new ArrayList<>();
  private Fleet fleet;

  /** A lane that a worker has opened, as its log tells. */
  private record Restored(Instant at, int partition, long tookMs) {}

  /** One failover, in milliseconds. */
  private record Failover(long unowned, long restore, long rest, long total) {}

  @Test
  void measure() throws Exception {
    Files.createDirectories(folder);
    fleet = Fleet.with(PARTITIONS);
    FilledLedger.fill(fleet.kafka(), PARTITIONS, ENTRIES, FilledLedger::completed);
    for (int p = 0; p < PARTITIONS; p++) {
      commands.add(new ArrayList<>());
    }
    for (int i = 1; i <= 1_000; i++) {
      SnapshotId id = new SnapshotId(SeedWorld.snapshotId("bulk-" + i));
      commands.get(Placement.of(id, PARTITIONS)).add(Fleet.json("bulk-" + i, ""));
    }
    List<Failover> failovers = new ArrayList<>();
    WorkerProcess victim = start(0);
    await().atMost(PATIENCE).until(() -> restored(0).size() == PARTITIONS);
    for (int round = 1; round <= ROUNDS; round++) {
      int number = round;
      WorkerProcess survivor = start(round);
      await().atMost(PATIENCE).until(() -> restored(number).size() == PARTITIONS / 2);
      askEverywhere();
      failovers.add(kill(victim, round));
      victim = survivor;
    }
    victim.kill();
    Files.write(folder.resolveSibling("failover.md"), table(failovers));
    fleet.close();
  }

  private Failover kill(WorkerProcess victim, int survivor) throws Exception {
    Instant killed = Instant.now();
    victim.kill();
    Instant answered = askEverywhere();
    List<Restored> taken = restored(survivor).subList(PARTITIONS / 2, PARTITIONS);
    Instant first =
        taken.stream().map(r -> r.at.minusMillis(r.tookMs)).min(Instant::compareTo).orElseThrow();
    Instant last = taken.stream().map(Restored::at).max(Instant::compareTo).orElseThrow();
    return new Failover(
        between(killed, first),
        between(first, last),
        between(last, answered),
        between(killed, answered));
  }

  /** One command on each partition; when the last of them was answered. */
  private Instant askEverywhere() throws Exception {
    List<CommandPublisher.Stored> asked = new ArrayList<>();
    for (List<byte[]> ofPartition : commands) {
      byte[] command = ofPartition.removeLast();
      String key = new String(command, StandardCharsets.UTF_8).substring(16, 52);
      asked.add(fleet.publish(key, command));
    }
    Instant last = Instant.EPOCH;
    for (CommandPublisher.Stored stored : asked) {
      Instant told = fleet.answer(stored).told().time();
      last = told.isAfter(last) ? told : last;
    }
    return last;
  }

  private WorkerProcess start(int number) throws IOException {
    return WorkerProcess.start(
        List.of(WorkerProcess.image() + "/bin/rollback-worker", "run"),
        WorkerProcess.environment(
            fleet.kafka(),
            fleet.cloud().endpoint(),
            "worker-" + number,
            Map.of("JAVA_OPTIONS", "-Xmx2g", "RULES_POLL_SHORTEST", "100ms")),
        log(number).toFile());
  }

  private Path log(int worker) {
    return folder.resolve("worker-" + worker + ".log");
  }

  private List<Restored> restored(int worker) throws IOException {
    return Files.readAllLines(log(worker)).stream()
        .map(RESTORED::matcher)
        .filter(Matcher::matches)
        .map(
            m ->
                new Restored(
                    Instant.parse(m.group(1)),
                    Integer.parseInt(m.group(2)),
                    Long.parseLong(m.group(3))))
        .toList();
  }

  private static long between(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  private static List<String> table(List<Failover> failovers) {
    return List.of(
        "%d failovers of 2 of %d partitions, %d ledger entries each; milliseconds."
            .formatted(failovers.size(), PARTITIONS, ENTRIES),
        "",
        "| part | p50 | max |",
        "|---|---|---|",
        row(
            "nobody owns the partitions: session time-out and rebalance",
            failovers,
            Failover::unowned),
        row("fence and restore, both side by side", failovers, Failover::restore),
        row("to the next outcome", failovers, Failover::rest),
        row("from kill -9 to the next outcome", failovers, Failover::total));
  }

  private static String row(
      String part, List<Failover> failovers, ToLongFunction<Failover> millis) {
    long[] sorted = failovers.stream().mapToLong(millis).sorted().toArray();
    return "| %s | %d | %d |"
        .formatted(part, sorted[(sorted.length - 1) / 2], sorted[sorted.length - 1]);
  }
}
