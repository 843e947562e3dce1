package io.rollbackworker.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A worker's producer: each call goes over its network, which may lose question or answer. What was
 * sent is under way until somebody waits for it.
 */
final class SimProducer extends MockProducer<byte[], byte[]> {
  private final SimBroker broker;
  private final Network network;

  /** Null: outside of transactions. */
  private final String transactionalId;

  private final List<Runnable> underWay = new ArrayList<>();
  private int epoch = -1;
  private KafkaException failed;
  private boolean closed;

  SimProducer(SimBroker broker, Network network, String transactionalId) {
    this.broker = broker;
    this.network = network;
    this.transactionalId = transactionalId;
  }

  @Override
  public void initTransactions() {
    requireOpen();
    network.call("init", () -> epoch = broker.init(transactionalId));
  }

  @Override
  public void beginTransaction() {
    requireOpen();
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    requireOpen();
    CompletableFuture<RecordMetadata> stored = new CompletableFuture<>();
    underWay.add(
        () -> {
          try {
            network.call("produce", () -> stored.complete(store(record)));
          } catch (KafkaException e) {
            failed = e;
            stored.completeExceptionally(e);
          }
        });
    if (transactionalId == null) {
      flush();
      failed = null; // An idempotent producer goes on.
    }
    return stored;
  }

  private RecordMetadata store(ProducerRecord<byte[], byte[]> record) {
    int number = record.partition() == null ? 0 : record.partition(); // Dead letters go anywhere.
    TopicPartition partition = new TopicPartition(record.topic(), number);
    SimLog.Entry entry =
        transactionalId == null
            ? broker.publish(partition, record.key(), record.value(), record.headers())
            : broker.produce(
                transactionalId, epoch, partition, record.key(), record.value(), record.headers());
    // Only where the topic is so configured, a broker stamps.
    boolean stamped = !record.topic().equals(Simulation.KAFKA.outcomesTopic());
    Instant timestamp = stamped ? entry.timestamp : network.ownTime();
    return new RecordMetadata(partition, entry.offset, 0, timestamp.toEpochMilli(), 0, 0);
  }

  @Override
  public void flush() {
    List<Runnable> now = List.copyOf(underWay);
    underWay.clear();
    for (Runnable one : now) {
      if (failed == null) {
        one.run();
      }
    }
  }

  @Override
  public void commitTransaction() {
    end(true);
  }

  @Override
  public void abortTransaction() {
    end(false);
  }

  private void end(boolean commit) {
    requireOpen();
    flush();
    if (failed != null) {
      throw new KafkaException("a record of the transaction failed", failed);
    }
    network.call("end", () -> epoch = broker.end(transactionalId, epoch, commit));
  }

  private void requireOpen() {
    if (closed || failed != null) {
      throw new KafkaException(closed ? "closed" : "failed before", failed);
    }
  }

  @Override
  public void close(Duration timeout) {
    closed = true; // What is open stays so, until somebody ends it.
  }
}
