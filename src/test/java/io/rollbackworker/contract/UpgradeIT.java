package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Workers of two versions on one ledger. */
class UpgradeIT {
  private static final String NEWER =
      "{\"format\":99,\"version\":7,\"runs\":[{\"state\":{\"state\":\"intent\"},\"shards\":3}]}";

  /**
   * Only the newer version knows whether the command was answered, or even sent: an older one that
   * rejected it would contradict that.
   */
  @Test
  void shouldHoldWhatANewerVersionBeganAndNothingElse() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      SnapshotId id = new SnapshotId(SeedWorld.snapshotId("bulk-1"));
      writeEntry(fleet.kafka(), id, NEWER);
      Worker old = fleet.ready();

      CommandPublisher.Stored held = fleet.publish("bulk-1", "");
      CommandPublisher.Stored other = fleet.publish("bulk-2", "");
      assertThat(fleet.answer(other).result()).isInstanceOf(Result.Accepted.class);
      await().until(() -> old.report().lanes().getFirst().heldForNewer() == 1);
      assertThat(fleet.answers()).hasSize(1);
      assertThat(fleet.effects()).containsOnlyKeys(SeedWorld.snapshotId("bulk-2"));

      // The newer version comes, finds all of it as it was, and ends what it had begun.
      fleet.stop(old);
      writeEntry(fleet.kafka(), id, null);
      fleet.ready();
      assertThat(fleet.answer(held).result()).isInstanceOf(Result.Accepted.class);
      fleet.awaitAnswers(2);
    }
  }

  private static void writeEntry(KafkaSettings kafka, SnapshotId id, String entry)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(new ClientProperties(kafka).publisher())) {
      byte[] value = entry == null ? null : entry.getBytes(StandardCharsets.UTF_8);
      producer
          .send(new ProducerRecord<>(kafka.ledgerTopic(), 0, Records.utf8(id.value()), value))
          .get();
    }
  }
}
