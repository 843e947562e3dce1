package io.rollbackworker.testing;

import io.rollbackworker.kafka.KafkaSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A worker as operators run it: the packaged program in a process of its own, configured by the
 * environment.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final File LOG = new File("target/worker-processes.log");
  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  /** The packaged program; requests to the cloud may take long, so that it can be killed in one. */
  public static WorkerProcess start(KafkaSettings kafka, URI cloud) throws IOException {
    return start(environment(kafka, cloud, "killed", Map.of("CLOUD_REQUEST_TIMEOUT", "30s")));
  }

  /** The packaged program. */
  public static WorkerProcess start(Map<String, String> environment) throws IOException {
    return start(List.of(image() + "/bin/rollback-worker", "run"), environment, LOG);
  }

  /** Another program with the same configuration; its standard output can be read. */
  public static WorkerProcess startReadable(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(LOG));
    return new WorkerProcess(builder.start());
  }

  /** The packaged program, logging to a file of its own. */
  public static WorkerProcess start(List<String> command, Map<String, String> environment, File log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    return new WorkerProcess(builder.start());
  }

  public static String image() {
    return System.getProperty("rollbackworker.image", "target/rollback-worker");
  }

  /**
   * The settings as a worker's environment; times are short.
   *
   * @param more further settings, named without the prefix ROLLBACK_
   */
  public static Map<String, String> environment(
      KafkaSettings kafka, URI cloud, String name, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("KAFKA_GROUP", kafka.group());
    settings.put("KAFKA_COMMANDS_TOPIC", kafka.commandsTopic());
    settings.put("KAFKA_OUTCOMES_TOPIC", kafka.outcomesTopic());
    settings.put("KAFKA_LEDGER_TOPIC", kafka.ledgerTopic());
    settings.put("KAFKA_DEAD_LETTERS_TOPIC", kafka.deadLettersTopic());
    settings.put("KAFKA_CONTROL_TOPIC", kafka.controlTopic());
    settings.put("KAFKA_EVIDENCE_TOPIC", kafka.evidenceTopic());
    settings.put("KAFKA_CAMPAIGNS_TOPIC", kafka.campaignsTopic());
    settings.put("KAFKA_SINGLE_BROKER", Boolean.toString(kafka.singleBroker()));
    settings.put("KAFKA_SESSION_TIMEOUT", "6s");
    settings.put("CLOUD_ENDPOINT", cloud.toString());
    settings.put("RULES_PROJECTS", Samples.PROJECT.value());
    settings.put("RULES_WINDOW", "1h");
    settings.put("RULES_GREATEST_AGE", "30m");
    settings.put("RULES_PERMIT_LIFE", "1s");
    settings.put("BREAKER_PAUSE", "100ms");
    settings.put("LIMITS_CALLS_PER_SECOND", "10000");
    settings.put("LIMITS_READS_PER_SECOND", "10000");
    settings.put("LIMITS_ROLLBACKS_PER_SECOND", "10000");
    settings.put("LIMITS_ROLLBACKS_PER_MINUTE", "100000");
    settings.put("WORKER_NAME", name);
    settings.put("HTTP_PORT", "0");
    settings.put("JAVA_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx384m");
    settings.putAll(more);
    Map<String, String> environment = new HashMap<>();
    settings.forEach((key, value) -> environment.put("ROLLBACK_" + key, value));
    return environment;
  }

  /** SIGKILL: nothing is finished, nothing is closed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP: frozen in the middle of whatever it does. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: goes on as if no time had passed. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Reads a line of its standard output; null at its end. */
  public String readLine() throws IOException {
    return process.inputReader().readLine();
  }

  /**
   * Waits for the next line of its standard output, which must be this. On a thread of its own: the
   * common pool has one on two cores, where all who wait would queue.
   */
  public void awaitLine(String wanted, Duration atMost) throws Exception {
    String line =
        CompletableFuture.supplyAsync(this::nextLine, Thread.ofPlatform().daemon()::start)
            .get(atMost.toSeconds(), TimeUnit.SECONDS);
    if (!wanted.equals(line)) {
      throw new IllegalStateException("expected \"" + wanted + "\", but got " + line);
    }
  }

  private String nextLine() {
    try {
      return String.valueOf(readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a line to its standard input. */
  public void writeLine() throws IOException {
    process.outputWriter().write("\n");
    process.outputWriter().flush();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM, without waiting. */
  public void askToStop() {
    process.destroy();
  }

  /** SIGTERM; the exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the worker did not stop within 60 s of SIGTERM");
    }
    return process.exitValue();
  }

  /** Waits until it has ended by itself; the exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the worker did not end within 60 s");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
