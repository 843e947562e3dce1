package io.rollbackworker.testing;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.Transport;
import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.config.PolicySource;
import io.rollbackworker.inference.InferenceSettings;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.rollback.RollbackSettings;
import io.rollbackworker.telemetry.HttpSettings;
import io.rollbackworker.worker.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Settings with short times. */
public final class TestSettings {
  /** A busy machine must not make a doubt of every second request. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

  private TestSettings() {}

  /** Topics of one test, on a cluster of one broker. */
  public static KafkaSettings kafka(String bootstrapServers, String name) {
    return kafka(bootstrapServers, name, true);
  }

  public static KafkaSettings kafka(String bootstrapServers, String name, boolean singleBroker) {
    return new KafkaSettings(
        bootstrapServers,
        name + ".group",
        name + ".commands",
        name + ".outcomes",
        name + ".ledger",
        name + ".dead-letters",
        name + ".control",
        name + ".evidence",
        name + ".campaigns",
        Duration.ofDays(400),
        singleBroker,
        Duration.ofSeconds(6),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Map.of());
  }

  /** The same with properties for every client. */
  public static KafkaSettings withClient(KafkaSettings kafka, Map<String, String> client) {
    return new KafkaSettings(
        kafka.bootstrapServers(),
        kafka.group(),
        kafka.commandsTopic(),
        kafka.outcomesTopic(),
        kafka.ledgerTopic(),
        kafka.deadLettersTopic(),
        kafka.controlTopic(),
        kafka.evidenceTopic(),
        kafka.campaignsTopic(),
        Duration.ofDays(400),
        kafka.singleBroker(),
        kafka.sessionTimeout(),
        kafka.maxPollInterval(),
        kafka.checkInterval(),
        kafka.clockSkew(),
        client);
  }

  public static RollbackSettings rollback() {
    return rollback(List.of(Samples.PROJECT));
  }

  /** The samples' project is the default one, if it is among them. */
  private static RollbackSettings rollback(List<ProjectId> projects) {
    List<ProjectId> ordered = new ArrayList<>(projects);
    ordered.sort(Comparator.comparing(id -> !id.equals(Samples.PROJECT)));
    return new RollbackSettings(
        Duration.ofHours(1),
        Duration.ofMinutes(30),
        Duration.ofSeconds(1),
        REQUEST_TIMEOUT,
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        10_000,
        Duration.ofHours(6),
        ordered);
  }

  /** The samples' project alone, with no limit that anybody meets. */
  public static CloudSettings cloud(URI endpoint) {
    return cloud(REQUEST_TIMEOUT, 2, Map.of(Samples.PROJECT, ProjectSettings.at(endpoint)));
  }

  public static CloudSettings cloud(
      Duration requestTimeout, int readAttempts, Map<ProjectId, ProjectSettings> projects) {
    return new CloudSettings(
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        requestTimeout,
        readAttempts,
        100,
        new BreakerSettings(20, 50, Duration.ofMillis(100)),
        Transport.DIRECT,
        projects);
  }

  /** A worker's; it ends no doubt by {@code updated_at}. */
  public static Settings worker(KafkaSettings kafka, CloudSettings cloud, String worker) {
    return worker(kafka, cloud, worker, inference(Set.of()));
  }

  /** After ten lessons of a kind, and two seconds after the doubt was told. */
  public static InferenceSettings inference(Set<ProjectId> allowed) {
    return new InferenceSettings(
        allowed,
        10,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(500),
        REQUEST_TIMEOUT);
  }

  public static Settings worker(
      KafkaSettings kafka, CloudSettings cloud, String worker, InferenceSettings inference) {
    return worker(kafka, cloud, worker, inference, PolicySource.NONE);
  }

  public static Settings worker(
      KafkaSettings kafka,
      CloudSettings cloud,
      String worker,
      InferenceSettings inference,
      PolicySource policy) {
    return new Settings(
        kafka,
        Optional.empty(),
        cloud,
        rollback(List.copyOf(cloud.projects().keySet())),
        inference,
        1,
        new Preconditions(List.of("autobk_snapshot_")),
        policy,
        65_536,
        Samples.ROOM,
        50,
        new HttpSettings("127.0.0.1", OptionalInt.empty(), List.of()),
        Duration.ofSeconds(25),
        worker);
  }
}
