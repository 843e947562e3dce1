package io.rollbackworker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.simulator.SeedWorld;
import io.rollbackworker.testing.Fleet;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Workers of two versions on one ledger. */
class UpgradeIT {
  private static final String NEWER =
      "{\"format\":2,\"version\":7,\"runs\":[{\"state\":{\"state\":\"intent\"},\"shards\":3}]}";

  @Test
  void shouldFailClosedForAnEntryOfANewerVersionAndForNothingElse() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      SnapshotId id = new SnapshotId(SeedWorld.snapshotId("bulk-1"));
      writeEntry(fleet.kafka(), id, NEWER);
      fleet.ready();

      var refused = fleet.answer(fleet.publish("bulk-1", ""));
      assertThat(refused.result().errorOrNull().code()).isEqualTo(ErrorCode.WORKER_TOO_OLD);
      assertThat(fleet.answer(fleet.publish("bulk-1", "'dry_run':true")).result())
          .isInstanceOf(Result.Rejected.class);
      assertThat(fleet.answer(fleet.publish("bulk-2", "")).result())
          .isInstanceOf(Result.Accepted.class);
      assertThat(fleet.effects()).containsOnlyKeys(SeedWorld.snapshotId("bulk-2"));

      // Whoever comes next finds the entry as the newer version wrote it.
      fleet.stop(fleet.startWorker());
      assertThat(fleet.answer(fleet.publish("bulk-1", "")).result().errorOrNull().code())
          .isEqualTo(ErrorCode.WORKER_TOO_OLD);
    }
  }

  private static void writeEntry(KafkaSettings kafka, SnapshotId id, String entry)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(new ClientProperties(kafka).publisher())) {
      byte[] value = entry.getBytes(StandardCharsets.UTF_8);
      producer
          .send(
              new ProducerRecord<>(
                  kafka.ledgerTopic(), 0, TransactionalJournal.utf8(id.value()), value))
          .get();
    }
  }
}
