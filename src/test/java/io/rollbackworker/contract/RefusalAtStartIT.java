package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;

/**
 * P6: a worker does not start where cluster or topics are not as the promises need them, and says
 * what to do.
 */
class RefusalAtStartIT extends RefusalCase {

  @Test
  void shouldRefuseALedgerOfAnotherPartitionCount() throws Exception {
    admin
        .createPartitions(Map.of(kafka.ledgerTopic(), NewPartitions.increaseTo(PARTITIONS + 1)))
        .all()
        .get();

    assertRefusedAtStart("has 3 partitions", "kafka.ledger-topic");
  }

  /** What is answered on a partition is told on the same one. */
  @Test
  void shouldRefuseOutcomesWithFewerPartitions() throws Exception {
    var more = NewPartitions.increaseTo(PARTITIONS + 1);
    admin
        .createPartitions(Map.of(kafka.ledgerTopic(), more, kafka.commandsTopic(), more))
        .all()
        .get();

    assertRefusedAtStart(
        "has 2 partitions, " + kafka.commandsTopic() + " has 3", "kafka-topics.sh --alter");
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

  /** What unpacks to gigabytes would end worker after worker. */
  @Test
  void shouldRefuseCommandsThatMayBeBombs() throws Exception {
    set(kafka.commandsTopic(), "compression.type", "producer");
    assertRefusedAtStart("compression.type=producer", "it must be uncompressed");
    set(kafka.commandsTopic(), "max.message.bytes", "20000000");
    assertRefusedAtStart("takes records of 20000000 bytes", "max.message.bytes=294912");
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
            kafka.controlTopic(),
            kafka.evidenceTopic(),
            kafka.campaignsTopic(),
            Duration.ofDays(400),
            false,
            kafka.sessionTimeout(),
            kafka.maxPollInterval(),
            kafka.checkInterval(),
            kafka.clockSkew(),
            Map.of());

    assertThatThrownBy(() -> fleet.startWorker(strict))
        .isInstanceOf(ContractBroken.class)
        .hasMessageContaining("min.insync.replicas")
        .hasMessageContaining("Topic __transaction_state has replication 1")
        .hasMessageContaining("kafka.single-broker=true");
  }

  @Test
  void shouldRefuseAMissingTopic() throws Exception {
    admin.deleteTopics(List.of(kafka.outcomesTopic())).all().get();
    await()
        .untilAsserted(
            () -> assertRefusedAtStart(kafka.outcomesTopic() + " does not exist", "topics create"));
  }
}
