package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.kafka.topics.TopicSetup.From;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.CommandLines;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that took compressed records before it was adopted. */
class AdoptIT extends RefusalCase {
  @TempDir Path folder;

  @Test
  void shouldRefuseRecordsThatUnpackToMoreThanAWorkerMayHold() throws Exception {
    publishCompressed(20 << 20);

    try (TopicSetup topics = new TopicSetup(kafka, TestSettings.rollback().memory())) {
      assertThatThrownBy(() -> topics.adopt(new From.Earliest()))
          .isInstanceOf(ContractBroken.class)
          .message()
          .contains("The record at offset 0 of ", "unpacks to 20971521 bytes", "--from end|TIME");

      assertThat(topics.adopt(new From.End())).hasSize(PARTITIONS);
    }
    fleet.ready();
    assertThat(fleet.answer(fleet.publish("bulk-1", "")).result())
        .isInstanceOf(Result.Accepted.class);
  }

  /** What would end a worker ends the question about it with an answer. */
  @Test
  void shouldRefuseRecordsThatItCannotHoldItself() throws Exception {
    publishCompressed(120 << 20);
    ProcessBuilder adopt =
        new ProcessBuilder(
            WorkerProcess.image() + "/bin/rollback-worker",
            "topics",
            "adopt",
            "--from=earliest",
            "--config=" + CommandLines.config(folder, kafka));
    adopt.environment().put("ROLLBACK_JAVA_OPTIONS", "-Xmx96m");

    Process process = adopt.redirectErrorStream(true).start();

    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).contains("from offset 0 on unpack to more than this process can hold");
    assertThat(process.waitFor()).isEqualTo(3);
  }

  private void publishCompressed(int bytes) throws Exception {
    set(kafka.commandsTopic(), "compression.type", "producer");
    try (KafkaProducer<byte[], byte[]> gzip =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "compression.type",
                "gzip",
                "max.request.size",
                bytes + (1 << 20),
                "buffer.memory",
                2L * bytes),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      gzip.send(new ProducerRecord<>(kafka.commandsTopic(), 0, new byte[] {'k'}, new byte[bytes]))
          .get();
    }
    set(kafka.commandsTopic(), "compression.type", "uncompressed");
  }
}
