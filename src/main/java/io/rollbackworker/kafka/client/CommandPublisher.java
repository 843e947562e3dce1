package io.rollbackworker.kafka.client;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.request.Message;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Publishes commands, as any client may. Thread-safe. */
public final class CommandPublisher implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  public CommandPublisher(KafkaSettings settings) {
    this.producer = new KafkaProducer<>(new ClientProperties(settings).publisher());
    this.topic = settings.commandsTopic();
  }

  /** Where a record was stored. */
  public record Stored(int partition, long offset) {}

  /** A send under way. */
  public interface Sending {
    /** Waits until the record is stored. */
    Stored await() throws InterruptedException;

    /** Likewise; empty: it is not known to be. */
    default Optional<Stored> awaitIfStored() throws InterruptedException {
      try {
        return Optional.of(await());
      } catch (KafkaException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * @param key null: the partitioner chooses
   */
  public Sending publish(@Nullable String key, byte @Nullable [] value) {
    return publish(new ProducerRecord<>(topic, key == null ? null : Records.utf8(key), value));
  }

  public Sending publish(String key, Message message) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, Records.utf8(key), Records.utf8(message.json()));
    Records.addAll(record.headers(), message.headers());
    return publish(record);
  }

  /** To a given partition, with headers: for trying out what happens to misplaced records. */
  public Sending publishTo(int partition, byte[] value, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, value);
    Records.addAll(record.headers(), headers);
    return publish(record);
  }

  private Sending publish(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> sent = producer.send(record);
    return () -> {
      try {
        RecordMetadata stored = sent.get();
        return new Stored(stored.partition(), stored.offset());
      } catch (ExecutionException e) {
        throw new KafkaException("the command was not stored: " + e.getCause(), e);
      }
    };
  }

  @Override
  public void close() {
    producer.close();
  }
}
