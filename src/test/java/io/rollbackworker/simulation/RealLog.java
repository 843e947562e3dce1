package io.rollbackworker.simulation;

import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.testing.MarkerFaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A real broker's. */
final class RealLog implements LogUnderTest, AutoCloseable {
  private static final Set<TransactionState> OVER =
      Set.of(
          TransactionState.EMPTY,
          TransactionState.COMPLETE_ABORT,
          TransactionState.COMPLETE_COMMIT);

  private final String topic;
  private final MarkerFaults markers;
  private final Cluster cluster;
  private final Map<String, Object> properties;
  private final Map<String, Object> reading;
  private final Map<String, Object> plain;
  private final Map<Integer, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
  private final Map<Integer, KafkaProducer<byte[], byte[]>> fenced = new HashMap<>();
  private final Set<KafkaProducer<byte[], byte[]>> begun = new HashSet<>();

  RealLog(KafkaSettings kafka, String topic, MarkerFaults markers) throws Exception {
    this.topic = topic;
    this.markers = markers;
    this.cluster = new Cluster(kafka);
    ClientProperties client = new ClientProperties(kafka);
    this.properties = client.lane(0);
    this.reading = client.restorer();
    this.plain = client.publisher();
    cluster.admin().createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
  }

  @Override
  public void init(int id) {
    properties.put("transactional.id", topic + "-" + id);
    properties.put("client.id", topic + "-" + id);
    KafkaProducer<byte[], byte[]> next = new KafkaProducer<>(properties);
    KafkaProducer<byte[], byte[]> before = producers.put(id, next);
    if (before != null) {
      fenced.put(id, before);
    }
    next.initTransactions();
  }

  @Override
  public boolean send(int id, int partition, String value) {
    return send(producers.get(id), partition, value);
  }

  @Override
  public boolean sendByFenced(int id, int partition, String value) {
    return fenced.containsKey(id) && send(fenced.get(id), partition, value);
  }

  private boolean send(KafkaProducer<byte[], byte[]> producer, int partition, String value) {
    try {
      if (begun.add(producer)) {
        producer.beginTransaction();
      }
      producer
          .send(
              new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)))
          .get();
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  @Override
  public boolean end(int id, boolean commit) {
    KafkaProducer<byte[], byte[]> producer = producers.get(id);
    try {
      if (begun.remove(producer)) {
        if (commit) {
          producer.commitTransaction();
        } else {
          producer.abortTransaction();
        }
      }
      return true;
    } catch (KafkaException e) {
      return false;
    }
  }

  @Override
  public void skipNextEnd(int partition) {
    markers.skip(topic + "-" + partition, 1);
  }

  @Override
  public void abortOpen(int partition) throws Exception {
    awaitEnds();
    TopicPartition of = new TopicPartition(topic, partition);
    for (ProducerState state : cluster.producers(of)) {
      if (state.currentTransactionStartOffset().isPresent()) {
        cluster
            .admin()
            .abortTransaction(
                new AbortTransactionSpec(
                    of,
                    state.producerId(),
                    (short) state.producerEpoch(),
                    state.coordinatorEpoch().orElse(0)))
            .all()
            .get();
      }
    }
  }

  @Override
  public void publish(int partition, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(plain)) {
      producer
          .send(
              new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  /** Until each transaction that has ended is complete: its markers are written, or skipped. */
  private void awaitEnds() {
    producers.forEach(
        (id, producer) -> {
          if (!begun.contains(producer)) {
            await()
                .until(
                    () ->
                        OVER.contains(
                            cluster
                                .admin()
                                .describeTransactions(List.of(topic + "-" + id))
                                .all()
                                .get()
                                .get(topic + "-" + id)
                                .state()));
          }
        });
  }

  @Override
  public List<String> look(int partition) {
    awaitEnds();
    TopicPartition of = new TopicPartition(topic, partition);
    long stable = cluster.ends(List.of(of), IsolationLevel.READ_COMMITTED).get(of);
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading)) {
      consumer.assign(List.of(of));
      consumer.seekToBeginning(List.of(of));
      while (consumer.position(of) < stable) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                r -> seen.add(r.offset() + ": " + new String(r.value(), StandardCharsets.UTF_8)));
      }
    }
    seen.add("end " + cluster.offset(of, OffsetSpec.latest()));
    return seen;
  }

  @Override
  public void close() {
    producers.values().forEach(p -> p.close(Duration.ZERO));
    fenced.values().forEach(p -> p.close(Duration.ZERO));
    cluster.close();
  }
}
