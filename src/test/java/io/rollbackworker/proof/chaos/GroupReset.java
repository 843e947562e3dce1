package io.rollbackworker.proof.chaos;

import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** As an operator does who wants everything once more; nothing must happen twice. */
record GroupReset(KafkaSettings kafka, int partitions, Duration patience) {

  /** Kills the fleet, and has its group begin anew. */
  void toTheBeginning(List<WorkerSlot> fleet) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (WorkerSlot slot : fleet) {
        if (slot.isRunning()) {
          slot.process().kill();
        }
      }
      Map<TopicPartition, OffsetAndMetadata> beginning =
          IntStream.range(0, partitions)
              .boxed()
              .collect(
                  Collectors.toMap(
                      p -> new TopicPartition(kafka.commandsTopic(), p),
                      p -> new OffsetAndMetadata(0)));
      await() // The group must be empty, which it is after the session time-out.
          .atMost(patience)
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptions()
          .until(
              () -> {
                admin.alterConsumerGroupOffsets(kafka.group(), beginning).all().get();
                return true;
              });
    }
  }
}
