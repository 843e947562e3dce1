package io.rollbackworker.dev.demo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.config.CloudKeys;
import io.rollbackworker.config.ConfigurationException;
import io.rollbackworker.config.Key;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.LimitKeys;
import io.rollbackworker.config.Loading;
import io.rollbackworker.config.WorkerKeys;
import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.worker.Settings;
import io.rollbackworker.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

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

  private Stack(EmbeddedBroker broker, Simulator cloud) throws ConfigurationException {
    this.broker = broker;
    this.cloud = cloud;
    this.kafka = settings("demo").kafka();
  }

  /**
   * @param kafkaPort 0: any free one
   * @param cloudPort 0: any free one
   * @param bulk number of ordinary volumes beside the seeds
   */
  public static Stack start(int kafkaPort, int cloudPort, int partitions, int workers, int bulk)
      throws ContractBroken, ConfigurationException {
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
    Settings settings = stack.settings("demo");
    try (TopicSetup topics = new TopicSetup(stack.kafka, settings.rollback().memory())) {
      topics.create(partitions);
    }
    stack.freeze();
    for (int i = 1; i <= workers; i++) {
      Worker worker = new Worker(stack.settings("worker-" + i), new SimpleMeterRegistry());
      worker.start();
      stack.workers.add(worker);
    }
    return stack;
  }

  private void freeze() {
    try (Orders orders = new Orders(kafka)) {
      orders.freeze(new Freeze(FROZEN, "demo", "to be seen", Instant.now()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  /** An operator has looked: it was not taken. */
  void resolve(Outcome inDoubt) throws InterruptedException {
    Result.InDoubt doubt = (Result.InDoubt) inDoubt.result();
    try (Orders orders = new Orders(kafka)) {
      orders.say(
          new Evidence(
              Objects.requireNonNull(inDoubt.subject().snapshotId()),
              inDoubt.subject().commandId(),
              doubt.permit(),
              Evidence.Says.NOT_TAKEN,
              Evidence.By.OPERATOR,
              null,
              "demo",
              "looked at the console",
              Instant.now()));
    }
  }

  private Settings settings(String worker) throws ConfigurationException {
    return Settings.of(Loading.load(null, environment(worker), Keys.all()));
  }

  /** A worker's settings, as variables. */
  Map<String, String> environment(String worker) {
    Map<String, String> texts = new HashMap<>();
    BiConsumer<Key<?>, String> set = (key, text) -> texts.put(key.variable(), text);
    set.accept(Keys.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    set.accept(Keys.SINGLE_BROKER, "true");
    set.accept(CloudKeys.ENDPOINT, cloud.endpoint().toString());
    set.accept(CloudKeys.CONNECT_TIMEOUT, "2s");
    set.accept(CloudKeys.READ_TIMEOUT, "2s");
    set.accept(CloudKeys.REQUEST_TIMEOUT, "1s");
    set.accept(CloudKeys.READ_ATTEMPTS, "2");
    set.accept(CloudKeys.RETRY_PERCENT, "100");
    set.accept(LimitKeys.CALLS_PER_SECOND, "100000");
    set.accept(LimitKeys.READS_PER_SECOND, "100000");
    set.accept(LimitKeys.ROLLBACKS_PER_SECOND, "100000");
    set.accept(LimitKeys.BREAKER_PAUSE, "100ms");
    set.accept(Keys.PROJECTS, SeedWorld.PROJECT + "," + FROZEN);
    set.accept(Keys.PERMIT_LIFE, "5s");
    set.accept(Keys.VISIBLE_AFTER, "1500ms");
    set.accept(Keys.POLL_SHORTEST, "100ms");
    set.accept(Keys.POLL_LONGEST, "400ms");
    set.accept(WorkerKeys.NAME, worker);
    set.accept(WorkerKeys.HTTP_PORT, "off");
    return texts;
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  public Simulator cloud() {
    return cloud;
  }

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
