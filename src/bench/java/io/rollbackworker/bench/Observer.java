package io.rollbackworker.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

  /** Types of ours that follow an answer. */
  private static final Pattern LATER = Pattern.compile("\\.(completed|failed|ended)\\.");

  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Answer> answered = new HashMap<>();
  private int answers;

  /** What was said of a command in the end. */
  enum Told {
    TAKEN,
    NOT_TAKEN,
    IN_DOUBT
  }

  /**
   * @param told the last word
   * @param firstNanos when the first word was seen
   */
  record Answer(Told told, long firstNanos) {}

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

  /** Reads what there is; how many snapshots have an answer by now. */
  int look() {
    consumer.poll(POLL).forEach(this::take);
    return answered.size();
  }

  private void take(ConsumerRecord<String, byte[]> outcome) {
    Header type = outcome.headers().lastHeader("ce_type");
    String text = new String(type == null ? outcome.value() : type.value(), StandardCharsets.UTF_8);
    answers += LATER.matcher(text).find() && !isRepeated(outcome) ? 0 : 1;
    answered.merge(
        outcome.key(),
        new Answer(told(text), System.nanoTime()),
        (first, last) -> new Answer(last.told, first.firstNanos));
  }

  /** The recorded answer of another command: the first that this one gets. */
  private static boolean isRepeated(ConsumerRecord<String, byte[]> outcome) {
    return new String(outcome.value(), StandardCharsets.UTF_8).contains("\"duplicate_of\"");
  }

  /** Of ours in the event's type, of the others in the value. */
  private static Told told(String text) {
    if (text.contains("in_doubt")) {
      return Told.IN_DOUBT;
    }
    return text.contains("rejected") ? Told.NOT_TAKEN : Told.TAKEN;
  }

  /** First answers to commands; more than snapshots where these repeat. */
  int answers() {
    return answers;
  }

  /** By snapshot. */
  Map<String, Answer> answered() {
    return answered;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
