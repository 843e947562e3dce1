package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * P6: a worker gives a partition up whose head, ledger or topic does not fit, and says which, why
 * and what to do.
 */
class RefusalOfPartitionsIT extends RefusalCase {

  @Test
  void shouldRefuseTopicsThatWereBothEnlarged() throws Exception {
    var more = NewPartitions.increaseTo(PARTITIONS + 1);
    admin
        .createPartitions(
            Map.of(
                kafka.ledgerTopic(),
                more,
                kafka.commandsTopic(),
                more,
                kafka.outcomesTopic(),
                more))
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
    try (TopicSetup topics = new TopicSetup(renamed, TestSettings.rollback().memory())) {
      topics.heads().adoptGroup();
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
    recreate(
        kafka.commandsTopic(),
        Map.of("message.timestamp.type", "LogAppendTime", "compression.type", "uncompressed"));
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

    recreate(
        kafka.commandsTopic(),
        Map.of("message.timestamp.type", "LogAppendTime", "compression.type", "uncompressed"));

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
    recreate(
        kafka.commandsTopic(),
        Map.of("message.timestamp.type", "LogAppendTime", "compression.type", "uncompressed"));
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

  /** The commands topic was cut off: new commands at those offsets would be passed over unread. */
  @Test
  void shouldRefuseOffsetsThatAreSettledBeyondTheEnd() throws Exception {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      try (LedgerSession session =
          new LedgerSession(kafka, partition, CrashPoints.NONE, Samples.checked(Time.system()))) {
        session.fence();
        Head head = session.restore((at, end, slice) -> {}).slice().head().orElseThrow();
        head.settled().add(100);
        session.write(List.of(new LedgerRecord.HeadWritten(head)));
      }
    }
    fleet.startWorker();

    assertBlocked("has settled offsets up to 101", "commands were lost");
  }

  @Test
  void shouldRememberForAShorterTimeOnlyWhereSomebodyHasSaidSo() throws Exception {
    Memory shorter = new Memory(Duration.ofMinutes(7), Duration.ofMinutes(3));
    try (TopicSetup topics = new TopicSetup(kafka, shorter)) {
      topics.heads().adoptGroup();
      assertThat(memories()).containsOnly(TestSettings.rollback().memory());

      topics.heads().adoptMemory(shorter);
      assertThat(memories()).containsOnly(shorter);
    }
    fleet.ready();

    fleet.answer(fleet.publish("bulk-1", ""));
    fleet.answer(fleet.publish("bulk-3", ""));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(memories()).containsOnly(TestSettings.rollback().memory()));
  }

  private List<Memory> memories() throws ContractBroken {
    List<Memory> memories = new ArrayList<>();
    try (Cluster cluster = new Cluster(kafka)) {
      var reader = new LedgerReader(cluster, new ClientProperties(kafka), kafka.ledgerTopic());
      for (int partition = 0; partition < PARTITIONS; partition++) {
        memories.add(reader.read(partition).slice().head().orElseThrow().memory());
      }
    }
    return memories;
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
                kafka.controlTopic(),
                kafka.evidenceTopic(),
                kafka.campaignsTopic(),
                Duration.ofDays(400),
                true,
                kafka.sessionTimeout(),
                kafka.maxPollInterval(),
                kafka.checkInterval(),
                kafka.clockSkew(),
                Map.of()))) {
      for (int i = 0; i < 20; i++) { // Enough keys to meet both partitions.
        vandal.publish("key-" + i, new byte[] {1}).await();
      }
    }
    fleet.startWorker();

    assertBlocked("is not a ledger record of this program", "Only workers may write");
  }
}
