package io.rollbackworker.testing;

import io.rollbackworker.kafka.KafkaSettings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A worker as operators run it: the packaged program in a process of its own, configured by the
 * environment.
 */
public final class WorkerProcess implements AutoCloseable {
  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  public static WorkerProcess start(KafkaSettings kafka, URI cloud) throws IOException {
    String image = System.getProperty("rollbackworker.image", "target/rollback-worker");
    ProcessBuilder builder = new ProcessBuilder(image + "/bin/rollback-worker", "run");
    Map<String, String> env = builder.environment();
    env.put("ROLLBACK_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    env.put("ROLLBACK_KAFKA_GROUP", kafka.group());
    env.put("ROLLBACK_KAFKA_COMMANDS_TOPIC", kafka.commandsTopic());
    env.put("ROLLBACK_KAFKA_OUTCOMES_TOPIC", kafka.outcomesTopic());
    env.put("ROLLBACK_KAFKA_LEDGER_TOPIC", kafka.ledgerTopic());
    env.put("ROLLBACK_KAFKA_DEAD_LETTERS_TOPIC", kafka.deadLettersTopic());
    env.put("ROLLBACK_KAFKA_SINGLE_BROKER", "true");
    env.put("ROLLBACK_KAFKA_SESSION_TIMEOUT", "6s");
    env.put("ROLLBACK_CLOUD_ENDPOINT", cloud.toString());
    env.put("ROLLBACK_CLOUD_REQUEST_TIMEOUT", "30s");
    env.put("ROLLBACK_RULES_PROJECTS", Samples.PROJECT.value());
    env.put("ROLLBACK_RULES_WINDOW", "1h");
    env.put("ROLLBACK_RULES_GREATEST_AGE", "30m");
    env.put("ROLLBACK_RULES_PERMIT_LIFE", "1s");
    env.put("ROLLBACK_WORKER_NAME", "killed");
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(new File("target/worker-processes.log")));
    return new WorkerProcess(builder.start());
  }

  /** SIGKILL: nothing is finished, nothing is closed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
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
