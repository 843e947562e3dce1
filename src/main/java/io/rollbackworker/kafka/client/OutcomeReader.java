package io.rollbackworker.kafka.client;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.ContractBroken;
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

  /**
   * From where each partition ended once; of partitions that are new, all.
   *
   * @throws ContractBroken when some that came after that are not there any more
   */
  public static OutcomeReader from(Map<Integer, Long> ends, KafkaSettings settings, String topic)
      throws ContractBroken {
    OutcomeReader reader = fromBeginning(settings, topic);
    Map<TopicPartition, Long> beginnings =
        reader.consumer.beginningOffsets(reader.consumer.assignment());
    for (Map.Entry<TopicPartition, Long> beginning : beginnings.entrySet()) {
      long from = ends.getOrDefault(beginning.getKey().partition(), 0L);
      if (beginning.getValue() > from) {
        reader.close();
        throw new ContractBroken(
            "Outcomes before offset %d of %s are not there any more, from offset %d on they are needed: nobody can know here what became of each disk. Begin a campaign with those that are left"
                .formatted(beginning.getValue(), beginning.getKey(), from));
      }
      reader.consumer.seek(beginning.getKey(), from);
    }
    return reader;
  }

  /** Where each partition ends now. */
  public Map<Integer, Long> ends() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().partition(), Map.Entry::getValue));
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
