package io.rollbackworker.kafka.control;

import io.rollbackworker.evidence.Notice;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.NotificationSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * One reading of the topic of the cloud's notifications. Of one thread; after a {@link
 * KafkaException} another one is needed.
 */
final class NotificationTopic implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final String topic;
  private final Consumer<Noticed> reader;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * What a record says about us.
   *
   * @param at when it was written
   */
  record Noticed(Notice notice, Instant at) {}

  /**
   * @param client its id, for its metrics and the brokers' logs
   * @throws KafkaException when the cluster's name, or a file of certificates, is not there
   */
  NotificationTopic(NotificationSettings settings, String client, Consumer<Noticed> reader) {
    this.topic = settings.topic();
    this.reader = reader;
    Map<String, Object> properties = ClientProperties.notifications(settings);
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, client);
    this.consumer = new KafkaConsumer<>(properties);
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    return consumer;
  }

  /**
   * All partitions that it has now; those that it had are read on from where they were.
   *
   * @return how many
   * @throws KafkaException when there is no such topic, or it cannot be read
   */
  int assignAll() {
    List<TopicPartition> all =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (all.isEmpty()) {
      throw new KafkaException("there is no topic " + topic);
    }
    consumer.assign(all);
    return all.size();
  }

  /** To what was written then or later. */
  void seek(Instant from) {
    offsets(from).forEach(consumer::seek);
  }

  /** The ends are asked for first: what comes meanwhile is behind them. */
  private Map<TopicPartition, Long> offsets(Instant at) {
    Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(consumer.assignment()));
    long millis = at.toEpochMilli();
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            consumer.assignment().stream().collect(Collectors.toMap(p -> p, p -> millis)));
    found.forEach(
        (partition, there) -> {
          if (there != null) {
            offsets.put(partition, there.offset());
          }
        });
    return offsets;
  }

  /** What is there, or comes meanwhile. */
  void read(Duration atMost) {
    consumer.poll(atMost).forEach(this::take);
  }

  /** All that was written before, or until it is stopped. */
  void readUntil(Instant end, Duration poll, BooleanSupplier stopped) {
    Map<TopicPartition, Long> ends = offsets(end);
    while (!stopped.getAsBoolean()
        && ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      read(poll);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null) {
      Instant at = Instant.ofEpochMilli(record.timestamp());
      Notice.read(record.value()).ifPresent(notice -> reader.accept(new Noticed(notice, at)));
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }
}
