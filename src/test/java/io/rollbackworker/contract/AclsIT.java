package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.campaign.Order;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.kafka.topics.Permissions;
import io.rollbackworker.kafka.topics.Permissions.Role;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.request.Message;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A cluster where everybody logs in (SASL/SCRAM) and may do exactly what {@link Permissions} says.
 */
class AclsIT {
  private static AuthorizedCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new AuthorizedCluster("acl");
    try (TopicSetup topics =
        new TopicSetup(cluster.as("admin"), TestSettings.rollback().memory())) {
      assertThat(topics.describe())
          .anyMatch(line -> line.startsWith("acl.ledger: id "))
          .noneMatch(line -> line.contains("may not be looked at"));
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void shouldDoItsWholeJobWithExactlyThePrintedRights() throws Exception {
    SimSettings sim =
        new SimSettings(
            0, Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(200), Duration.ZERO, null);
    try (Simulator cloud = Simulator.start(sim, Clock.systemUTC());
        CommandPublisher requester = new CommandPublisher(cluster.as("requester"));
        Orders operator = new Orders(cluster.as("operator"));
        HistoryReader auditor =
            new HistoryReader(cluster.as("auditor"), new CommandDecoder(65_536), Time.system())) {
      SeedWorld.fill(cloud.world(), 10);
      Worker worker = cluster.worker(cloud);
      try {
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
        try (HistoryReader doubts =
            new HistoryReader(cluster.as("operator"), new CommandDecoder(65_536), Time.system())) {
          assertThat(doubts.ledger()).hasSize(2);
        }
        try (TopicSetup topics =
            new TopicSetup(cluster.as("worker"), TestSettings.rollback().memory())) {
          assertThat(topics.check()).hasSize(2);
          assertThat(topics.missingAccess()).isEmpty();
        }
      } finally {
        worker.close();
      }
    }
  }

  @Test
  void shouldLetNobodyElseWriteWhatDecides() {
    KafkaSettings kafka = cluster.plain();
    Map<String, List<String>> mayWrite =
        Map.of(
            kafka.commandsTopic(), List.of("requester", "campaigner", "worker"),
            kafka.outcomesTopic(), List.of("worker"),
            kafka.ledgerTopic(), List.of("worker", "admin"),
            kafka.controlTopic(), List.of("operator"),
            kafka.evidenceTopic(), List.of("worker"),
            kafka.campaignsTopic(), List.of("campaigner"));
    mayWrite.forEach(
        (topic, writers) ->
            Stream.of(Role.values())
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .filter(user -> !writers.contains(user))
                .forEach(user -> assertMayNotWrite(user, topic)));
  }

  @Test
  void shouldRunACampaignWithExactlyThePrintedRights() throws Exception {
    KafkaSettings kafka = cluster.as("campaigner");
    CampaignName name = new CampaignName("acl-1");
    Order stop = new Order.Stopped(Instant.now(), "nina", "why");
    try (CampaignTopic topic = new CampaignTopic(kafka);
        CampaignTopic.Writer writer = topic.writer(name);
        OutcomeReader outcomes = OutcomeReader.since(Instant.EPOCH, kafka, kafka.outcomesTopic())) {
      String id = SeedWorld.snapshotId("bulk-9");
      writer.publish(
          List.of(stop),
          List.of(),
          Map.of(
              new SnapshotId(id),
              new Message(
                  "{\"snapshot_id\":\"" + id + "\",\"expires_at\":\"2026-01-01T00:00:00Z\"}",
                  Map.of())));
      writer.publish(List.of(), List.of(stop), Map.of());
      outcomes.readToEnd(event -> {});
    }
    try (CampaignTopic topic = new CampaignTopic(cluster.as("auditor"))) {
      assertThat(topic.of(name).stopped()).isNull();
      assertThatThrownBy(() -> topic.writer(name))
          .isInstanceOf(TransactionalIdAuthorizationException.class);
    }
  }

  /** As KEDA and exporters do. */
  @Test
  void shouldLetAMonitorSeeHowFarTheFleetIsAndNothingElse() throws Exception {
    KafkaSettings kafka = cluster.as("monitor");
    TopicPartition first = new TopicPartition(kafka.commandsTopic(), 0);
    try (Admin admin = Admin.create(new ClientProperties(kafka).admin())) {
      assertThat(admin.listOffsets(Map.of(first, OffsetSpec.latest())).all().get()).hasSize(1);
      assertThat(admin.listConsumerGroupOffsets(kafka.group()).all().get()).hasSize(1);
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(new ClientProperties(kafka).restorer())) {
      consumer.assign(List.of(first));
      consumer.seekToBeginning(List.of(first));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 50; i++) {
                  consumer.poll(Duration.ofMillis(100));
                }
              })
          .hasMessageContaining("Not authorized");
    }
  }

  /** A producer may hear it before it sends, or by the answer. */
  private static void assertMayNotWrite(String user, String topic) {
    Throwable refusal = catchThrowable(() -> cluster.write(user, topic, "k", "v"));

    assertThat(Stream.iterate(refusal, Objects::nonNull, Throwable::getCause))
        .as(user + " on " + topic)
        .hasAtLeastOneElementOfType(AuthorizationException.class);
  }

  @Test
  void shouldSayWhatAWorkerLacks() {
    try (TopicSetup topics =
        new TopicSetup(cluster.as("requester"), TestSettings.rollback().memory())) {
      assertThat(topics.missingAccess())
          .contains(
              "READ on topic acl.commands is not allowed. Print what workers need with:"
                  + " rollback-worker topics acls")
          .anyMatch(sentence -> sentence.startsWith("WRITE on topic acl.ledger "))
          .anyMatch(sentence -> sentence.startsWith("READ on group acl.group "))
          .noneMatch(sentence -> sentence.startsWith("WRITE on topic acl.commands "));
    }
  }

  /** Reads as a member of a group of the subscriber's own. */
  private static void awaitOutcomes(int count, Class<? extends Result> type, int ofType) {
    Map<String, Object> properties =
        new ClientProperties(cluster.as("subscriber")).poller("subscriber");
    properties.put("group.id", cluster.plain().group() + ".billing");
    properties.put("auto.offset.reset", "earliest");
    List<Result> results = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      consumer.subscribe(List.of(cluster.plain().outcomesTopic()));
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
}
