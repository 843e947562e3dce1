package io.rollbackworker.dev.demo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.control.FreezeOrders;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.rollback.RollbackSettings;
import io.rollbackworker.telemetry.HttpSettings;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.worker.Settings;
import io.rollbackworker.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Broker, simulated cloud, topics and workers in this process, with times that suit a short show.
 */
public final class Stack implements AutoCloseable {
  /** A project whose rollbacks an operator has frozen. */
  static final ProjectId FROZEN = new ProjectId("f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0");

  private final EmbeddedBroker broker;
  private final Simulator cloud;
  private final KafkaSettings kafka;
  private final List<Worker> workers = new ArrayList<>();

  private Stack(EmbeddedBroker broker, Simulator cloud) {
    this.broker = broker;
    this.cloud = cloud;
    this.kafka = kafka(broker.bootstrapServers());
  }

  /**
   * Starts all of it.
   *
   * @param kafkaPort 0: any free one
   * @param cloudPort 0: any free one
   * @param bulk number of ordinary volumes beside the seeds
   */
  public static Stack start(int kafkaPort, int cloudPort, int partitions, int workers, int bulk)
      throws ContractBroken {
    EmbeddedBroker broker = EmbeddedBroker.start(kafkaPort, Map.of());
    SimSettings sim =
        new SimSettings(
            cloudPort,
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(3),
            Duration.ZERO,
            null);
    Stack stack = new Stack(broker, Simulator.start(sim, Clock.systemUTC()));
    SeedWorld.fill(stack.cloud.world(), bulk);
    try (TopicSetup topics = new TopicSetup(stack.kafka, stack.settings().greatestAge())) {
      topics.create(partitions);
    }
    stack.freeze();
    for (int i = 1; i <= workers; i++) {
      stack.addWorker("worker-" + i);
    }
    return stack;
  }

  private void freeze() {
    try (FreezeOrders orders = new FreezeOrders(kafka)) {
      orders.freeze(new Freeze(FROZEN, "demo", "to be seen", Instant.now()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  private void addWorker(String name) throws ContractBroken {
    CloudSettings settings =
        new CloudSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            2,
            100,
            new BreakerSettings(20, 50, Duration.ofMillis(100)),
            settings().projects().stream()
                .collect(Collectors.toMap(id -> id, id -> ProjectSettings.at(cloud.endpoint()))));
    Preconditions preconditions =
        new Preconditions(List.of("autobk_snapshot_", "manualbk_snapshot_vbs_"));
    Worker worker =
        new Worker(
            new Settings(
                kafka,
                settings,
                settings(),
                preconditions,
                64 << 10,
                new HttpSettings("127.0.0.1", OptionalInt.empty()),
                Duration.ofSeconds(25),
                name),
            new SimpleMeterRegistry());
    worker.start();
    workers.add(worker);
  }

  private static KafkaSettings kafka(String bootstrapServers) {
    return new KafkaSettings(
        bootstrapServers,
        "rollback-workers",
        "rollback.commands",
        "rollback.outcomes",
        "rollback.ledger",
        "rollback.dead-letters",
        "rollback.control",
        true,
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Map.of());
  }

  private RollbackSettings settings() {
    return new RollbackSettings(
        Duration.ofHours(24),
        Duration.ofHours(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Duration.ofMillis(1_500),
        Duration.ofMillis(100),
        Duration.ofMillis(400),
        10_000,
        Duration.ofHours(6),
        List.of(new ProjectId(SeedWorld.PROJECT), FROZEN));
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  public Simulator cloud() {
    return cloud;
  }

  /** Whether all partitions are assigned and worked on. */
  public boolean isReady(int partitions) {
    return workers.stream()
            .flatMap(worker -> worker.partitions().stream())
            .filter(partition -> partition.state() == LaneState.RUNNING)
            .count()
        == partitions;
  }

  @Override
  public void close() {
    workers.forEach(Stack::close);
    cloud.close();
    broker.close();
  }

  private static void close(Worker worker) {
    try {
      worker.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a worker was leaving", e);
    }
  }
}
