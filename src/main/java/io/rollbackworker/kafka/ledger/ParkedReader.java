package io.rollbackworker.kafka.ledger;

import io.rollbackworker.kafka.Deliveries;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.Rereading;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads parked commands again, with one consumer for all lanes of a worker, made when it is needed
 * first. Thread-safe: one reads at a time.
 */
public final class ParkedReader implements Rereading, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Without progress. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What lies further apart is not read for the sake of its ends. Offsets. */
  private static final int FAR = 200;

  private final LaneClients clients;
  private final String topic;
  private final Time time;
  private @Nullable Consumer<byte[], byte[]> consumer;
  private boolean closed;

  public ParkedReader(LaneClients clients, String topic, Time time) {
    this.clients = clients;
    this.topic = topic;
    this.time = time;
  }

  @Override
  public synchronized List<Delivery> read(int partition, List<Long> offsets) {
    Consumer<byte[], byte[]> reader = consumer();
    TopicPartition commands = new TopicPartition(topic, partition);
    NavigableSet<Long> wanted = new TreeSet<>(offsets);
    List<Delivery> found = new ArrayList<>();
    reader.assign(List.of(commands));
    reader.seek(commands, wanted.first());
    long progressNanos = time.nanos();
    while (!wanted.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL).records(commands)) {
        progressNanos = time.nanos();
        if (wanted.remove(record.offset())) {
          found.add(Deliveries.of(record));
        }
      }
      require(commands, wanted, reader.position(commands), progressNanos);
      if (!wanted.isEmpty() && wanted.first() - reader.position(commands) > FAR) {
        reader.seek(commands, wanted.first());
      }
    }
    return found;
  }

  private void require(
      TopicPartition commands, NavigableSet<Long> wanted, long position, long progressNanos) {
    if (wanted.isEmpty()) {
      return;
    }
    if (wanted.first() < position) {
      throw new KafkaException(
          "%s: the record at offset %d, which was read before, is not there any more"
              .formatted(commands, wanted.first()));
    }
    if (time.nanos() - progressNanos > PATIENCE.toNanos()) {
      throw new KafkaException(
          "%s: offset %d could not be read again within %d s"
              .formatted(commands, wanted.first(), PATIENCE.toSeconds()));
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    if (closed) {
      throw new KafkaException("the reader is closed");
    }
    Consumer<byte[], byte[]> made = consumer == null ? clients.parked() : consumer;
    consumer = made;
    return made;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }
}
