package io.rollbackworker.kafka.client;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads a topic's committed records, all partitions, as member of no group. Not thread-safe. */
public final class OutcomeReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /** A record's value and headers as text; an empty value for a tombstone. */
  public record Event(String value, Map<String, String> headers) {}

  private OutcomeReader(KafkaSettings settings, String topic, Instant since) {
    this.consumer = new KafkaConsumer<>(new ClientProperties(settings).follower());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    consumer.assign(partitions);
    if (since.equals(Instant.MAX)) {
      consumer.seekToEnd(partitions);
    } else if (since.equals(Instant.MIN)) {
      consumer.seekToBeginning(partitions);
    } else {
      seek(partitions, since.toEpochMilli());
    }
    partitions.forEach(consumer::position); // Seeking is lazy: from here on nothing is missed.
  }

  public static OutcomeReader fromNow(KafkaSettings settings, String topic) {
    return new OutcomeReader(settings, topic, Instant.MAX);
  }

  public static OutcomeReader fromBeginning(KafkaSettings settings, String topic) {
    return new OutcomeReader(settings, topic, Instant.MIN);
  }

  /** From the first record on that was stored then or later. */
  public static OutcomeReader since(Instant time, KafkaSettings settings, String topic) {
    return new OutcomeReader(settings, topic, time);
  }

  private void seek(List<TopicPartition> partitions, long since) {
    consumer.seekToEnd(partitions); // Where nothing is so young.
    consumer
        .offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> since)))
        .forEach(
            (partition, found) -> {
              if (found != null) {
                consumer.seek(partition, found.offset());
              }
            });
  }

  /** Of {@link #since}: whether retention may have removed some that are younger than that. */
  public boolean mayLack() {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(consumer.assignment());
    return beginnings.entrySet().stream()
        .anyMatch(e -> e.getValue() > 0 && consumer.position(e.getKey()) <= e.getValue());
  }

  /** What has come; waits for it at most so long. */
  public List<Event> poll(Duration timeout) {
    return StreamSupport.stream(consumer.poll(timeout).spliterator(), false)
        .map(OutcomeReader::event)
        .toList();
  }

  /** Reads on until every partition has reached the end that it has now. */
  public void readToEnd(Consumer<Event> reader) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll(POLL).forEach(reader);
    }
  }

  private static Event event(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    String value = record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8);
    return new Event(value, headers);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
