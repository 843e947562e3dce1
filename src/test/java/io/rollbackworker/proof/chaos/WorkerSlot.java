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
    environment.putAll(
        WorkerProcess.environment(
            behindDoor,
            URI.create("http://127.0.0.1:" + cloudDoor.port()),
            "worker-" + number,
            Map.of(
                "KAFKA_MAX_POLL_INTERVAL", "15s",
                "KAFKA_CHECK_INTERVAL", "5s",
                "RULES_PERMIT_LIFE", "2s",
                "CLOUD_REQUEST_TIMEOUT", "3s",
                "CLOUD_READ_TIMEOUT", "3s",
                "RULES_VISIBLE_AFTER", "2s",
                "RULES_POLL_SHORTEST", "200ms",
                "RULES_POLL_LONGEST", "2s",
                "RULES_GREATEST_AGE", "2h")));
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
