package io.rollbackworker.kafka.ledger;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the Kafka clients of lanes. Thread-safe. */
public interface LaneClients {
  /** One lane's, with its transactional id; not initialized. */
  Producer<byte[], byte[]> producer(int partition);

  /** Reads what is committed; member of no group. */
  Consumer<byte[], byte[]> reader();

  /** Reads commands again; member of no group. */
  Consumer<byte[], byte[]> parked();

  /** Over the network. */
  static LaneClients of(KafkaSettings settings) {
    ClientProperties properties = new ClientProperties(settings);
    return new LaneClients() {
      @Override
      public Producer<byte[], byte[]> producer(int partition) {
        return new KafkaProducer<>(properties.lane(partition));
      }

      @Override
      public Consumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(properties.restorer());
      }

      @Override
      public Consumer<byte[], byte[]> parked() {
        return new KafkaConsumer<>(properties.parked());
      }
    };
  }
}
