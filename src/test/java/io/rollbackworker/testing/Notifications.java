package io.rollbackworker.testing;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.NotificationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of OpenStack's notifications, and who writes there what a real Cinder wrote once. */
public final class Notifications implements AutoCloseable {
  private static final Path SAMPLES = Path.of("src/test/resources/notifications");
  private static final String PERMIT = "2bb856e1-b3d8-8432-a858-09e4ce939389";
  private static final String SNAPSHOT = "8207116d-514f-4fc2-a941-fb9a3a791a6c";

  private final KafkaSettings kafka;
  private final String topic = "notifications-" + UUID.randomUUID();
  private final KafkaProducer<String, String> producer;

  /** Of no topic yet. */
  public Notifications(KafkaSettings kafka) {
    this.kafka = kafka;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
  }

  public Notifications create() throws Exception {
    create(kafka, topic);
    return this;
  }

  /** With two partitions. */
  public static void create(KafkaSettings kafka, String topic) throws Exception {
    try (Cluster cluster = new Cluster(kafka)) {
      cluster.admin().createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
  }

  public NotificationSettings settings() {
    return new NotificationSettings(topic, Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  public Map<String, String> environment(Path folder) throws IOException {
    return environment(folder, kafka, topic);
  }

  /** What a worker is configured with, as its environment; a file in the folder. */
  public static Map<String, String> environment(Path folder, KafkaSettings kafka, String topic)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("notifications.properties"),
            "bootstrap.servers=" + kafka.bootstrapServers() + "\nsecurity.protocol=PLAINTEXT\n");
    return Map.of("CLOUD_NOTIFICATIONS_TOPIC", topic, "CLOUD_NOTIFICATIONS_FILE", file.toString());
  }

  /**
   * Writes what a Cinder did, about another request.
   *
   * @param sample {@code revert-start}, {@code revert-end}
   */
  public void write(String sample, PermitId permit, SnapshotId snapshot, Instant at)
      throws Exception {
    String record =
        Files.readString(SAMPLES.resolve(sample + ".json"))
            .replace(PERMIT, permit.value())
            .replace(SNAPSHOT, snapshot.value());
    producer.send(new ProducerRecord<>(topic, null, at.toEpochMilli(), null, record)).get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
