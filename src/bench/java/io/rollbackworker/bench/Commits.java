package io.rollbackworker.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a transaction costs on a broker as it is: one of one record, ten times a second. */
final class Commits implements AutoCloseable {
  private static final long BETWEEN_MILLIS = 100;

  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final KafkaProducer<String, String> producer;
  private final CompletableFuture<Void> running;
  private volatile boolean over;

  private Commits(KafkaProducer<String, String> producer, String topic) {
    this.producer = producer;
    this.running =
        CompletableFuture.runAsync(() -> run(topic), Thread.ofPlatform().name("commits")::start);
  }

  static Commits start(Topics topics, String id) throws Exception {
    String servers = topics.settings().bootstrapServers();
    String topic = id + ".commits";
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "transactional.id", topic),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    return new Commits(producer, topic);
  }

  private void run(String topic) {
    while (!over) {
      long start = System.nanoTime();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(topic, "one"));
      producer.commitTransaction();
      nanos.add(System.nanoTime() - start);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_MILLIS));
    }
  }

  double medianMillis() {
    return Medians.of(List.copyOf(nanos), took -> took / 1e6);
  }

  @Override
  public void close() {
    over = true;
    running.join();
    producer.close();
  }
}
