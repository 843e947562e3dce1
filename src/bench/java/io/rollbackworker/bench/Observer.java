package io.rollbackworker.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Which commands have an outcome that readers of what is committed can see, and the last of each.
 */
final class Observer implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Told> answered = new HashMap<>();

  /** What was said of a command in the end. */
  enum Told {
    TAKEN,
    NOT_TAKEN,
    IN_DOUBT
  }

  Observer(Topics topics, int partitions) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                topics.settings().bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartition(topics.settings().outcomesTopic(), p))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  void lookUntil(long nanos) {
    while (System.nanoTime() - nanos < 0) {
      look();
    }
  }

  /** Reads what there is; how many commands are answered by now. */
  int look() {
    consumer.poll(POLL).forEach(outcome -> answered.put(outcome.key(), told(outcome)));
    return answered.size();
  }

  /** Ours by its header, the others' by what stands in the value. */
  private static Told told(ConsumerRecord<String, byte[]> outcome) {
    Header type = outcome.headers().lastHeader("ce_type");
    String text = new String(type == null ? outcome.value() : type.value(), StandardCharsets.UTF_8);
    if (text.contains("in_doubt")) {
      return Told.IN_DOUBT;
    }
    return text.contains("rejected") ? Told.NOT_TAKEN : Told.TAKEN;
  }

  Map<String, Told> answered() {
    return answered;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
