package io.rollbackworker.dev.demo;

import io.rollbackworker.cli.DevelopmentCommand;
import io.rollbackworker.config.LimitKeys;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.OutcomeReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A worker in a process of its own does real work, and leaves what its Java has learned. */
@Command(
    name = "train",
    description =
        "Makes a cache of the classes that a worker loads, and of what its compiler learned from a"
            + " short load. Later starts of this installation, with the same Java, begin with it.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements DevelopmentCommand {
  private static final int PARTITIONS = 4;
  private static final long LONGEST_SECONDS = 180;
  private static final Duration POLL = Duration.ofMillis(200);

  @Option(
      names = "--commands",
      defaultValue = "5000",
      description = "Rollbacks of the load. Default: ${DEFAULT-VALUE}.")
  private int commands;

  @Option(
      names = "--cache",
      description = "The file to make. Default: lib/rollback-worker.aot, where a start looks.")
  private @Nullable Path file;

  @Override
  public Integer call() throws Exception {
    Path jar = Path.of(LimitKeys.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path home = jar.resolve("../..").normalize();
    Path usual = home.resolve("lib").resolve("rollback-worker.aot");
    Path cache = file == null ? usual : file.toAbsolutePath();
    System.out.println("A worker carries out " + commands + " commands on a simulated cloud …");
    Files.deleteIfExists(usual); // A process makes one or uses one.
    try (Stack stack = Stack.start(0, 0, PARTITIONS, 0, commands)) {
      publish(stack);
      Process worker = worker(stack, home, cache);
      try {
        if (!isAnswered(stack, worker)) {
          System.err.println("The worker did not answer all commands; nothing was made.");
          return 1;
        }
        worker.destroy(); // As an orchestrator ends it; Java writes the cache then.
        if (!worker.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || !Files.exists(cache)) {
          System.err.println("Java made no " + cache + "; does it know -XX:AOTCacheOutput?");
          return 1;
        }
      } finally {
        worker.destroyForcibly();
      }
    }
    System.out.println("Made " + cache + ", " + (Files.size(cache) >> 20) + " MiB.");
    return 0;
  }

  private void publish(Stack stack) {
    try (CommandPublisher publisher = new CommandPublisher(stack.kafka())) {
      for (int i = 1; i <= commands; i++) {
        String id = SeedWorld.snapshotId("bulk-" + i);
        String command = "{\"snapshot_id\":\"" + id + "\"}";
        publisher.publish(id, command.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Process worker(Stack stack, Path home, Path cache) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin").resolve("rollback-worker").toString(), "run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.putAll(stack.environment("trained"));
    environment.put(LimitKeys.ROLLBACKS_PER_MINUTE.variable(), "1000000");
    environment.put(LimitKeys.ROLLBACKS_AT_ONCE.variable(), "1000000");
    environment.put("ROLLBACK_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + cache);
    return builder.start();
  }

  /** Each command has two events: accepted, and completed. */
  private boolean isAnswered(Stack stack, Process worker) {
    try (OutcomeReader outcomes =
        OutcomeReader.fromBeginning(stack.kafka(), stack.kafka().outcomesTopic())) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
      int events = 0;
      while (events < 2 * commands && worker.isAlive() && System.nanoTime() - end < 0) {
        events += outcomes.poll(POLL).size();
      }
      return events >= 2 * commands;
    }
  }
}
