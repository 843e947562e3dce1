package io.rollbackworker.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads outcomes, each event once: committed ones only, and none again of the last 100,000 that it
 * has given out. Who reads on after a restart of its own process may see the last ones again. Not
 * thread-safe.
 */
public final class OutcomeReader implements AutoCloseable {
  private static final Logger LOG = System.getLogger(OutcomeReader.class.getName());
  private static final int REMEMBERED = 100_000;

  private final KafkaConsumer<String, String> consumer;
  private final Set<String> seen = Collections.newSetFromMap(new Lately());

  private static final class Lately extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }

  private OutcomeReader(Map<String, Object> kafka) {
    Map<String, Object> all = new HashMap<>(kafka);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer = new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }

  /**
   * What is told from now on, or all that the topic still has, as member of no group.
   *
   * @param kafka settings of a consumer, such as {@code bootstrap.servers}
   * @throws IllegalStateException when there is no such topic
   */
  public static OutcomeReader of(String topic, boolean fromBeginning, Map<String, Object> kafka) {
    OutcomeReader reader = new OutcomeReader(kafka);
    List<TopicPartition> partitions =
        reader.consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      reader.close();
      throw new IllegalStateException("Expected a topic " + topic + ", but there is none");
    }
    reader.consumer.assign(partitions);
    if (fromBeginning) {
      reader.consumer.seekToBeginning(partitions);
    } else {
      reader.consumer.seekToEnd(partitions);
    }
    partitions.forEach(reader.consumer::position); // Seeking is lazy; from here on none is missed.
    return reader;
  }

  /**
   * Shares the topic with the other members of a group, and goes on where it has {@link #commit}ted
   * last; at first from the beginning.
   *
   * @param kafka settings of a consumer, with {@code group.id}
   */
  public static OutcomeReader inGroup(String topic, Map<String, Object> kafka) {
    Map<String, Object> all = new HashMap<>(kafka);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    OutcomeReader reader = new OutcomeReader(all);
    reader.consumer.subscribe(List.of(topic));
    return reader;
  }

  /** What has come; waits for it at most so long. */
  public List<Outcome> poll(Duration timeout) {
    List<Outcome> events = new ArrayList<>();
    for (ConsumerRecord<String, String> record : consumer.poll(timeout)) {
      read(record, events);
    }
    return events;
  }

  private void read(ConsumerRecord<String, String> record, List<Outcome> events) {
    try {
      Outcome outcome = Outcome.parse(String.valueOf(record.value()));
      if (seen.add(outcome.eventId())) {
        events.add(outcome);
      }
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "Skipped a record that no worker wrote, {0}-{1} offset {2}: {3}",
          record.topic(),
          record.partition(),
          Long.toString(record.offset()),
          e.getMessage());
    }
  }

  /** For members of a group: what has been polled was dealt with. */
  public void commit() {
    consumer.commitSync();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
