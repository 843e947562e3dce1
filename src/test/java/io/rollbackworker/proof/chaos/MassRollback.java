package io.rollbackworker.proof.chaos;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.testing.Requesters;
import io.rollbackworker.testing.WorkerProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Anna's campaign, of which ben has approved, on a machine that is killed again and again: each
 * time another one goes on with it.
 */
final class MassRollback implements AutoCloseable {
  static final String NAME = "mass";

  /** Anybody may have what is labelled so; for the rest somebody else must approve. */
  static final String EVERYDAY = "\"kind\":\"everyday\"";

  private static final String RULES =
      """
      rules:
        - {name: everyday, labels: {kind: everyday}}
        - {name: mass, requesters: [anna, ben], approvals: 1}
      """;

  /** No cloud is asked by those who ask for rollbacks. */
  private static final URI NOBODY = URI.create("http://127.0.0.1:1");

  private static final int CALLED_WRONGLY = 2;
  private static final List<Integer> OVER = List.of(0, 4, 5);
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final Disks disks;
  private final KafkaSettings kafka;
  private final Path folder;
  private final Random random;
  private final Path plan;
  private final Path approval;
  private final Map<String, Integer> ends = new TreeMap<>();
  private final Thread thread = Thread.ofPlatform().name("mass").unstarted(this::runAndBeKilled);
  private volatile boolean quiet;
  private volatile boolean over;
  private String next = "run";

  MassRollback(ChaosSettings settings, Disks disks, KafkaSettings kafka, Path folder)
      throws IOException {
    this.disks = disks;
    this.kafka = kafka;
    this.folder = folder;
    this.random = new Random(settings.seed() + 3);
    this.plan = Files.write(folder.resolve("mass.txt"), disks.mass());
    this.approval = folder.resolve("approval.txt");
  }

  /** What the workers hold commands against. */
  static Path policy(Path folder) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), Requesters.ALL.yaml("allow", RULES));
  }

  void start() throws Exception {
    Process approving =
        program(
            "ben",
            approval.toFile(),
            List.of(
                "approve",
                plan.toString(),
                "--name",
                NAME,
                "--for",
                "100m",
                "--without-asking",
                "--yes"));
    if (!approving.waitFor(1, TimeUnit.MINUTES) || approving.exitValue() != 0) {
      throw new IllegalStateException("ben could not approve: " + folder.resolve("mass.log"));
    }
    thread.start();
  }

  private void runAndBeKilled() {
    try {
      while (!quiet && !over) {
        goOn(Duration.ofSeconds(3 + random.nextInt(15)));
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** After all troubles: on to the end. */
  void finish() throws Exception {
    quiet = true;
    thread.join();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!over && System.nanoTime() < deadline) {
      goOn(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  private void goOn(Duration life) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("campaign", next));
    words.addAll(next.equals("run") ? List.of(plan.toString(), "--name", NAME) : List.of(NAME));
    if (next.equals("run")) {
      words.addAll(List.of("--pause", "0s", "--wave", "10"));
    }
    words.addAll(List.of("--limit", Integer.toString(disks.mass().size())));
    words.addAll(List.of("--yes", "--approval", approval.toString()));
    Process process = program("anna", folder.resolve("mass.log").toFile(), words);
    if (process.waitFor(life.toMillis(), TimeUnit.MILLISECONDS)) {
      int exitCode = process.exitValue();
      over = OVER.contains(exitCode);
      next = next.equals("resume") && exitCode == CALLED_WRONGLY ? "run" : "resume";
      ends.merge("ended with exit code " + exitCode, 1, Integer::sum);
    } else {
      process.destroyForcibly().waitFor();
      next = "resume"; // If nothing of it was stored, that says so.
      ends.merge("killed", 1, Integer::sum);
    }
  }

  private Process program(String who, File out, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(words);
    command.addFirst(WorkerProcess.image() + "/bin/rollback-worker");
    Path key = Files.writeString(folder.resolve(who + ".pem"), Requesters.ALL.pem(who));
    Map<String, String> more = new HashMap<>(WorkerSlot.RULES);
    more.put("SIGNING_KEY_ID", who + "-1");
    more.put("SIGNING_KEY_FILE", key.toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(WorkerProcess.environment(kafka, NOBODY, who, more));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("mass.log").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(out));
    return builder.start();
  }

  boolean isOver() {
    return over;
  }

  /** How its runners ended. */
  Map<String, Integer> ends() {
    return ends;
  }

  @Override
  public void close() {
    quiet = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }
}
