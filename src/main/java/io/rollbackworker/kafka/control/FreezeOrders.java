package io.rollbackworker.kafka.control;

import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.freeze.FreezeCodec;
import io.rollbackworker.freeze.FreezeState;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.kafka.ledger.PartitionReader;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Gives the orders that {@link FreezeListener} hears. */
public final class FreezeOrders implements AutoCloseable {
  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final KafkaProducer<byte[], byte[]> producer;

  public FreezeOrders(KafkaSettings settings) {
    this.settings = settings;
    this.properties = new ClientProperties(settings);
    this.producer = new KafkaProducer<>(properties.publisher());
  }

  /** Returns when the order is stored. */
  public void freeze(Freeze freeze) throws InterruptedException {
    write(freeze.key(), FreezeCodec.encode(freeze));
  }

  /**
   * Takes a freeze back; others stay.
   *
   * @param key as {@link #all} names it: a project, * for all, or whatever else somebody wrote
   */
  public void thaw(String key) throws InterruptedException {
    write(key, null);
  }

  private void write(String key, byte @Nullable [] value) throws InterruptedException {
    try {
      producer
          .send(new ProducerRecord<>(settings.controlTopic(), 0, Records.utf8(key), value))
          .get();
    } catch (ExecutionException e) {
      throw new KafkaException("the order was not stored: " + e.getCause(), e);
    }
  }

  /** What is frozen now and why, by key: a project, or * for all. */
  public Map<String, String> all() throws ContractBroken {
    AtomicReference<FreezeState> state = new AtomicReference<>(FreezeState.NONE);
    try (Cluster cluster = new Cluster(settings)) {
      new PartitionReader(cluster, properties)
          .read(
              new TopicPartition(settings.controlTopic(), 0),
              new PartitionReader.Reader() {
                @Override
                public void at(long position, long end) {}

                @Override
                public void take(ConsumerRecord<byte[], byte[]> record) {
                  state.updateAndGet(before -> before.with(record.key(), record.value()));
                }
              });
    }
    return state.get().reasons();
  }

  @Override
  public void close() {
    producer.close();
  }
}
