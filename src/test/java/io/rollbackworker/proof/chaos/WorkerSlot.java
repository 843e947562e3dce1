package io.rollbackworker.proof.chaos;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A place for one worker of the fleet, with a network of its own to the brokers and the cloud. */
final class WorkerSlot implements AutoCloseable {
  /** What the workers go by, and those who ask should know. */
  static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("KAFKA_MAX_POLL_INTERVAL", "15s"),
          Map.entry("KAFKA_CHECK_INTERVAL", "5s"),
          Map.entry("RULES_PERMIT_LIFE", "2s"),
          Map.entry("CLOUD_REQUEST_TIMEOUT", "3s"),
          Map.entry("CLOUD_READ_TIMEOUT", "3s"),
          Map.entry("RULES_VISIBLE_AFTER", "2s"),
          Map.entry("RULES_POLL_SHORTEST", "200ms"),
          Map.entry("RULES_POLL_LONGEST", "2s"),
          Map.entry("RULES_GREATEST_AGE", "2h"),
          // Longer than any damage lasts: what was cut off comes late.
          Map.entry("RULES_INFERENCE", "on"),
          Map.entry("RULES_INFERENCE_LATENESS", "25s"));

  /** Held by the disturbance that has the worker in its hands. */
  final ReentrantLock lock = new ReentrantLock();

  private final int number;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  private final List<TcpProxy> kafkaDoor;
  private final TcpProxy cloudDoor;
  private final WrongClock clock;
  private final Duration usual;
  private WorkerProcess process;

  /**
   * @param command what starts a worker
   */
  WorkerSlot(
      int number,
      Cluster cluster,
      Cloud cloud,
      KafkaSettings kafka,
      Path folder,
      List<String> command)
      throws IOException {
    this.number = number;
    this.command = command;
    this.folder = folder;
    this.kafkaDoor = cluster.door(number);
    this.cloudDoor = TcpProxy.start(0, cloud.port());
    KafkaSettings behindDoor =
        TestSettings.kafka(cluster.bootstrapServers(number), "chaos", kafka.singleBroker());
    this.usual = Duration.ofSeconds(2L * (number - ChaosSettings.MAX_WORKERS / 2));
    this.clock = WrongClock.in(folder, "worker-" + number, usual);
    this.environment = new HashMap<>(clock.environment());
    Map<String, String> settings = new HashMap<>(RULES);
    settings.put("RULES_POLICY_FILE", MassRollback.policy(folder).toAbsolutePath().toString());
    environment.putAll(
        WorkerProcess.environment(
            behindDoor,
            URI.create("http://127.0.0.1:" + cloudDoor.port()),
            "worker-" + number,
            settings));
  }

  void start() throws Exception {
    process =
        WorkerProcess.start(
            command, environment, folder.resolve("worker-" + number + ".log").toFile());
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  WorkerProcess process() {
    return process;
  }

  void cutFromKafka() {
    kafkaDoor.forEach(TcpProxy::cut);
  }

  void cutFromCloud() {
    cloudDoor.cut();
  }

  void setClockWrong(Duration ahead) throws IOException {
    clock.set(ahead);
  }

  /** As right as it is usually: no two workers agree. */
  void setClockRight() throws IOException {
    clock.set(usual);
  }

  void heal() {
    kafkaDoor.forEach(TcpProxy::heal);
    cloudDoor.heal();
  }

  void resetConnections() {
    kafkaDoor.forEach(TcpProxy::reset);
    cloudDoor.reset();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    cloudDoor.close();
  }
}
