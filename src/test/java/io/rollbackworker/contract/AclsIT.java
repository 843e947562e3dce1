package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.control.FreezeOrders;
import io.rollbackworker.kafka.topics.Permissions;
import io.rollbackworker.kafka.topics.Permissions.Role;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Worker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster where everybody logs in (SASL/SCRAM) and may do exactly what {@link Permissions} says.
 */
class AclsIT {
  private static final String LOGIN =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
          + " password=\"%s-secret\";";

  @TempDir private static Path folder;

  private static EmbeddedBroker broker;
  private static Admin admin;
  private static KafkaSettings plain;

  @BeforeAll
  static void start() throws Exception {
    broker =
        EmbeddedBroker.startWithUser(
            "admin",
            "admin-secret",
            Map.of(
                "listener.security.protocol.map",
                "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "sasl.mechanism.inter.broker.protocol",
                "SCRAM-SHA-512",
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                LOGIN.formatted("admin", "admin"),
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:admin;User:ANONYMOUS"));
    plain = TestSettings.kafka(broker.bootstrapServers(), "acl");
    admin = Admin.create(new ClientProperties(as("admin")).admin());
    List<AclBinding> bindings = new ArrayList<>();
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      name,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096),
                      name + "-secret")))
          .all()
          .get();
      bindings.addAll(new Permissions(plain).bindings(role, "User:" + name));
    }
    admin.createAcls(bindings).all().get();
    try (TopicSetup topics = new TopicSetup(as("operator"), TestSettings.rollback().memory())) {
      topics.create(2);
      assertThat(topics.describe())
          .anyMatch(line -> line.startsWith("acl.ledger: id "))
          .noneMatch(line -> line.contains("may not be looked at"));
    }
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void shouldDoItsWholeJobWithExactlyThePrintedRights() throws Exception {
    SimSettings sim =
        new SimSettings(
            0, Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(200), Duration.ZERO, null);
    try (Simulator cloud = Simulator.start(sim, Clock.systemUTC());
        CommandPublisher requester = new CommandPublisher(as("requester"));
        FreezeOrders operator = new FreezeOrders(as("operator"));
        HistoryReader auditor =
            new HistoryReader(as("operator"), new CommandDecoder(65_536), Time.system())) {
      SeedWorld.fill(cloud.world(), 10);
      Worker worker =
          new Worker(
              TestSettings.worker(
                  withPasswordFile("worker"), TestSettings.cloud(cloud.endpoint()), "w"),
              new SimpleMeterRegistry());
      worker.start();
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    worker.partitions().stream().filter(p -> p.state() == LaneState.RUNNING).count()
                        == 2);
        for (int i = 1; i <= 4; i++) { // On both partitions, so that some are forwarded.
          requester.publishTo(i % 2, Fleet.json("bulk-" + i, ""), Map.of()).await();
        }
        requester.publish("x", "no command".getBytes(StandardCharsets.UTF_8)).await();
        awaitOutcomes(9, Result.Completed.class, 4);
        assertThat(worker.fleet().trouble()).isNull();
        assertThat(worker.fleet().members()).hasSize(1);

        operator.freeze(new Freeze(null, "nina", "test", Instant.now()));
        await().until(() -> !worker.report().frozen().isEmpty());
        operator.thaw("*");
        assertThat(auditor.read(Instant.MIN, Optional::empty).commands()).isNotEmpty();
        try (TopicSetup topics = new TopicSetup(as("worker"), TestSettings.rollback().memory())) {
          assertThat(topics.check()).hasSize(2);
          assertThat(topics.missingAccess()).isEmpty();
        }
      } finally {
        worker.close();
      }
    }
  }

  @Test
  void shouldLetNobodyElseWriteTheLedgerOrTheBrake() {
    for (String outsider : List.of("requester", "subscriber")) {
      assertThatThrownBy(() -> write(outsider, plain.ledgerTopic()))
          .hasMessageContaining("Not authorized");
    }
    for (String outsider : List.of("requester", "subscriber", "worker")) {
      assertThatThrownBy(() -> write(outsider, plain.controlTopic()))
          .hasMessageContaining("Not authorized");
    }
    assertThatThrownBy(() -> write("subscriber", plain.commandsTopic()))
        .hasMessageContaining("Not authorized");
  }

  @Test
  void shouldSayWhatAWorkerLacks() {
    try (TopicSetup topics = new TopicSetup(as("requester"), TestSettings.rollback().memory())) {
      assertThat(topics.missingAccess())
          .contains(
              "READ on topic acl.commands is not allowed. Print what workers need with:"
                  + " rollback-worker topics acls")
          .anyMatch(sentence -> sentence.startsWith("WRITE on topic acl.ledger "))
          .anyMatch(sentence -> sentence.startsWith("READ on group acl.group "))
          .noneMatch(sentence -> sentence.startsWith("WRITE on topic acl.commands "));
    }
  }

  private static void write(String user, String topic) throws InterruptedException {
    KafkaSettings settings =
        new KafkaSettings(
            plain.bootstrapServers(),
            plain.group(),
            topic,
            plain.outcomesTopic(),
            plain.ledgerTopic(),
            plain.deadLettersTopic(),
            plain.controlTopic(),
            true,
            plain.sessionTimeout(),
            plain.maxPollInterval(),
            plain.checkInterval(),
            plain.clockSkew(),
            as(user).client());
    try (CommandPublisher publisher = new CommandPublisher(settings)) {
      publisher.publish("k", new byte[] {1}).await();
    } catch (KafkaException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads as a member of a group of the subscriber's own. */
  private static void awaitOutcomes(int count, Class<? extends Result> type, int ofType) {
    Map<String, Object> properties = new ClientProperties(as("subscriber")).poller("subscriber");
    properties.put("group.id", plain.group() + ".billing");
    properties.put("auto.offset.reset", "earliest");
    List<Result> results = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      consumer.subscribe(List.of(plain.outcomesTopic()));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(r -> results.add(new OutcomeCodec().decode(r.value()).result()));
                return results.size() >= count
                    && results.stream().filter(type::isInstance).count() >= ofType;
              });
      consumer.commitSync();
    }
  }

  /** The same; the password stands in a file, as in config/production.yaml. */
  private static KafkaSettings withPasswordFile(String user) throws IOException {
    Path file = folder.resolve(user + ".properties");
    Files.writeString(file, "jaas=" + LOGIN.formatted(user, user) + "\n");
    Map<String, String> client = new HashMap<>(as(user).client());
    client.put("config.providers", "file");
    client.put(
        "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    client.put("sasl.jaas.config", "${file:" + file + ":jaas}");
    return TestSettings.withClient(plain, client);
  }

  private static KafkaSettings as(String user) {
    return TestSettings.withClient(
        plain,
        Map.of(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "SCRAM-SHA-512",
            "sasl.jaas.config",
            LOGIN.formatted(user, user)));
  }
}
