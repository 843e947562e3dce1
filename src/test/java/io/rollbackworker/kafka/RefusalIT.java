package io.rollbackworker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.Worker;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * P6: where what the promises rest on does not hold, the worker refuses, and says which, why and
 * what to do.
 */
class RefusalIT {
  private static final int PARTITIONS = 2;
  private Fleet fleet;
  private KafkaSettings kafka;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(PARTITIONS);
    kafka = fleet.kafka();
    admin = Admin.create(new ClientProperties(kafka).admin());
  }

  @AfterEach
  void stop() {
    admin.close();
    fleet.close();
  }

  @Test
  void shouldRefuseALedgerOfAnotherPartitionCount() throws Exception {
    admin
        .createPartitions(Map.of(kafka.ledgerTopic(), NewPartitions.increaseTo(PARTITIONS + 1)))
        .all()
        .get();

    assertRefusedAtStart("has 3 partitions", "kafka.ledger-topic");
  }

  @Test
  void shouldRefuseTopicsThatWereBothEnlarged() throws Exception {
    var more = NewPartitions.increaseTo(PARTITIONS + 1);
    admin
        .createPartitions(Map.of(kafka.ledgerTopic(), more, kafka.commandsTopic(), more))
        .all()
        .get();
    fleet.startWorker();

    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(fleet.status())
                    .hasSize(PARTITIONS + 1)
                    .allMatch(status -> status.startsWith("blocked: "))
                    .anyMatch(
                        status -> status.contains("written for 2 partitions, the topics have 3"))
                    .anyMatch(status -> status.contains("has no head")));
  }

  @Test
  void shouldRefuseALedgerWithoutCompaction() throws Exception {
    set(kafka.ledgerTopic(), "cleanup.policy", "compact,delete");

    assertRefusedAtStart("cleanup.policy=compact,delete", "it must be compact", "kafka-configs.sh");
  }

  @Test
  void shouldRefuseCommandsStampedByClients() throws Exception {
    set(kafka.commandsTopic(), "message.timestamp.type", "CreateTime");

    assertRefusedAtStart("message.timestamp.type=CreateTime", "it must be LogAppendTime");
  }

  @Test
  void shouldRefuseARetentionShorterThanTheGreatestAge() throws Exception {
    set(kafka.commandsTopic(), "retention.ms", "60000");

    assertRefusedAtStart("less than the greatest age", "retention.ms");
  }

  @Test
  void shouldRefuseTopicsThatOneBrokersLossCanLose() {
    KafkaSettings strict =
        new KafkaSettings(
            kafka.bootstrapServers(),
            kafka.group(),
            kafka.commandsTopic(),
            kafka.outcomesTopic(),
            kafka.ledgerTopic(),
            kafka.deadLettersTopic(),
            false,
            kafka.sessionTimeout(),
            kafka.maxPollInterval(),
            kafka.checkInterval(),
            Map.of());

    assertThatThrownBy(() -> fleet.startWorker(strict))
        .isInstanceOf(ContractBroken.class)
        .hasMessageContaining("min.insync.replicas")
        .hasMessageContaining("kafka.single-broker=true");
  }

  @Test
  void shouldRefuseAMissingTopic() throws Exception {
    admin.deleteTopics(List.of(kafka.outcomesTopic())).all().get();
    await()
        .untilAsserted(
            () -> assertRefusedAtStart(kafka.outcomesTopic() + " does not exist", "topics create"));
  }

  @Test
  void shouldRefuseALedgerWithoutAHead() throws Exception {
    KafkaSettings other = withLedger(kafka.ledgerTopic() + "-new", kafka.group());
    make(
        other.ledgerTopic(),
        Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"));
    fleet.startWorker(other);

    assertBlocked("has no head", "topics adopt");
  }

  @Test
  void shouldRefuseAnotherGroup() throws Exception {
    fleet.startWorker(withLedger(kafka.ledgerTopic(), "other-group"));

    assertBlocked("belongs to consumer group", "topics adopt --group");
  }

  @Test
  void shouldAcceptAnotherGroupOnceItIsAdopted() throws Exception {
    KafkaSettings renamed = withLedger(kafka.ledgerTopic(), "other-group");
    try (TopicSetup topics = new TopicSetup(renamed, Fleet.rules().greatestAge())) {
      topics.adoptGroup();
    }
    fleet.startWorker(renamed);

    fleet.awaitRunning();
    assertThat(fleet.answer(fleet.publish("bulk-1", "")).result())
        .isInstanceOf(Result.Accepted.class);
  }

  @Test
  void shouldRefuseARecreatedCommandsTopic() throws Exception {
    Worker worker = fleet.ready();
    fleet.answer(fleet.publish("bulk-1", ""));
    fleet.stop(worker);
    recreate(kafka.commandsTopic(), Map.of("message.timestamp.type", "LogAppendTime"));
    fleet.startWorker();

    assertBlocked("another commands topic", "topics adopt --from");
  }

  @Test
  void shouldRefuseARecreatedLedgerTopic() throws Exception {
    Worker worker = fleet.ready();
    fleet.stop(worker);
    recreate(
        kafka.ledgerTopic(),
        Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "compact"));
    fleet.startWorker();

    assertBlocked("has no head", "topics adopt");
  }

  @Test
  void shouldGiveUpPartitionsWhenTheCommandsTopicIsRecreatedUnderThem() throws Exception {
    fleet.ready();
    fleet.answer(fleet.publish("bulk-1", ""));

    recreate(kafka.commandsTopic(), Map.of("message.timestamp.type", "LogAppendTime"));

    assertBlocked("another commands topic", "topics adopt --from");
  }

  @Test
  void shouldGiveUpPartitionsWhenTheLedgerIsRecreatedUnderThem() throws Exception {
    fleet.ready();
    fleet.answer(fleet.publish("bulk-1", ""));

    recreate(
        kafka.ledgerTopic(),
        Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "compact"));

    assertBlocked("has no head", "topics adopt");
  }

  @Test
  void shouldGoOnFromTheEndOnceARecreatedTopicIsAdopted() throws Exception {
    Worker worker = fleet.ready();
    fleet.stop(worker);
    recreate(kafka.commandsTopic(), Map.of("message.timestamp.type", "LogAppendTime"));
    fleet.publish("bulk-1", "");
    try (TopicSetup topics = fleet.topics()) {
      topics.adopt(new TopicSetup.From.End());
      assertThat(topics.check()).hasSize(PARTITIONS);
    }

    fleet.ready();
    fleet.answer(fleet.publish("bulk-2", ""));

    assertThat(fleet.answers()).hasSize(1);
  }

  @Test
  void shouldRefuseAGroupOffsetAheadOfTheHead() throws Exception {
    Worker worker = fleet.ready();
    fleet.stop(worker);
    for (int i = 1; i <= 20; i++) {
      fleet.publish("bulk-" + i, "");
    }
    admin
        .alterConsumerGroupOffsets(
            kafka.group(),
            Map.of(
                new TopicPartition(kafka.commandsTopic(), 0), new OffsetAndMetadata(5),
                new TopicPartition(kafka.commandsTopic(), 1), new OffsetAndMetadata(5)))
        .all()
        .get();
    fleet.startWorker();

    assertBlocked("has committed offset 5", "kafka-consumer-groups.sh");
    assertThat(fleet.effects()).isEmpty();
  }

  @Test
  void shouldRefuseALedgerThatSomebodyElseHasWritten() throws Exception {
    try (CommandPublisher vandal =
        new CommandPublisher(
            new KafkaSettings(
                kafka.bootstrapServers(),
                kafka.group(),
                kafka.ledgerTopic(),
                kafka.outcomesTopic(),
                kafka.ledgerTopic(),
                kafka.deadLettersTopic(),
                true,
                kafka.sessionTimeout(),
                kafka.maxPollInterval(),
                kafka.checkInterval(),
                Map.of()))) {
      for (int i = 0; i < 20; i++) { // Enough keys to meet both partitions.
        vandal.publish("key-" + i, new byte[] {1}).await();
      }
    }
    fleet.startWorker();

    assertBlocked("is not a ledger record of this program", "Only workers may write");
  }

  private void assertRefusedAtStart(String... parts) {
    assertThatThrownBy(fleet::startWorker)
        .isInstanceOf(ContractBroken.class)
        .message()
        .contains(parts);
  }

  /** Every partition says why it is not worked on and what to do. */
  private void assertBlocked(String... parts) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(fleet.status())
                    .isNotEmpty()
                    .allSatisfy(
                        status -> assertThat(status).startsWith("blocked: ").contains(parts)));
  }

  private KafkaSettings withLedger(String ledger, String group) {
    return new KafkaSettings(
        kafka.bootstrapServers(),
        group,
        kafka.commandsTopic(),
        kafka.outcomesTopic(),
        ledger,
        kafka.deadLettersTopic(),
        true,
        kafka.sessionTimeout(),
        kafka.maxPollInterval(),
        kafka.checkInterval(),
        Map.of());
  }

  private void set(String topic, String name, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    admin
        .incrementalAlterConfigs(
            Map.of(
                resource,
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
    await()
        .until(
            () ->
                admin
                    .describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value()
                    .equals(value));
  }

  private void make(String topic, Map<String, String> configs) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1).configs(configs)))
        .all()
        .get();
    await()
        .ignoreExceptions()
        .until(
            () ->
                admin
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .size()
                    == PARTITIONS);
  }

  private void recreate(String topic, Map<String, String> configs) throws Exception {
    String before = topicId(topic);
    admin.deleteTopics(List.of(topic)).all().get();
    await()
        .ignoreExceptions()
        .until(
            () -> {
              make(topic, configs);
              return !topicId(topic).equals(before);
            });
  }

  private String topicId(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .topicId()
        .toString();
  }
}
