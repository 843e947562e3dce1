package io.rollbackworker.proof.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * People and programs that ask for rollbacks: with ids and without, with other partitioners, twice,
 * wrongly, too late, once more after it was done. Uses no code of ours.
 */
final class Requesters implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChaosSettings settings;
  private final Random random;
  private final Zipf snapshots;
  private final VolumeUsers users;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();

  Requesters(ChaosSettings settings, KafkaSettings kafka, VolumeUsers users) {
    this.settings = settings;
    this.random = new Random(settings.seed() + 1);
    this.snapshots = new Zipf(settings.snapshots());
    this.users = users;
    this.topic = kafka.commandsTopic();
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "delivery.timeout.ms",
                ChaosSettings.REQUESTERS_PATIENCE_MILLIS),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Publishes all, evenly over the duration. */
  void run() throws InterruptedException {
    long start = System.nanoTime();
    long spacing = settings.duration().toNanos() / settings.commands();
    for (int i = 0; i < settings.commands(); i++) {
      TimeUnit.NANOSECONDS.sleep(start + i * spacing - System.nanoTime());
      ProducerRecord<byte[], byte[]> record = next(i);
      sent.add(record);
      producer.send(
          record,
          (stored, failure) -> {
            if (failure != null) {
              failures.add(failure);
            }
          });
    }
    producer.flush();
  }

  private ProducerRecord<byte[], byte[]> next(int number) {
    int kind = random.nextInt(100);
    if (kind < 20 && !sent.isEmpty()) {
      ProducerRecord<byte[], byte[]> old = sent.get(random.nextInt(sent.size()));
      return record(old.key(), old.value());
    }
    if (kind < 25) {
      return record(null, malformed());
    }
    String snapshot = SeedWorld.snapshotId("bulk-" + snapshots.next(random));
    ObjectNode command = JSON.createObjectNode().put("snapshot_id", snapshot);
    command.putObject("labels").put("kind", "everyday");
    if (random.nextBoolean()) {
      command.put("command_id", "c-" + number);
    }
    if (kind < 28) {
      command.put("dry_run", true);
    } else if (kind < 30) {
      command.put("expires_at", Instant.now().minus(Duration.ofMinutes(1)).toString());
    } else if (kind < 33) {
      Instant soon = Instant.now().plus(Duration.ofMillis(random.nextInt(8_000)));
      command.put("expires_at", soon.toString());
    } else if (kind < 50) {
      users
          .anyCompleted(random)
          .ifPresent(
              done -> {
                command.put("snapshot_id", done.snapshotId());
                command.put("supersedes", done.commandId());
              });
    }
    byte[] key = command.get("snapshot_id").asText().getBytes(StandardCharsets.UTF_8);
    return record(key, command.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Clients disagree on partitioners: Java's murmur2, librdkafka's CRC32, or none at all. */
  private ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
    int partitioner = random.nextInt(10);
    if (partitioner < 7 && key != null) {
      return new ProducerRecord<>(topic, key, value);
    }
    if (partitioner < 9 && key != null) {
      CRC32 crc = new CRC32();
      crc.update(key);
      return new ProducerRecord<>(
          topic, (int) (crc.getValue() % settings.partitions()), key, value);
    }
    return new ProducerRecord<>(topic, random.nextInt(settings.partitions()), null, value);
  }

  private byte[] malformed() {
    String id = SeedWorld.snapshotId("bulk-" + snapshots.next(random));
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> new byte[] {(byte) 0xc3, 0x28};
      case 2 -> "rollback please".getBytes(StandardCharsets.UTF_8);
      case 3 ->
          ("{\"snapshot_id\":\"" + id + "\",\"dryrun\":true}").getBytes(StandardCharsets.UTF_8);
      case 4 -> "{\"snapshot_id\":\"42\"}".getBytes(StandardCharsets.UTF_8);
      default -> new byte[70_000];
    };
  }

  /** What could not be published. */
  List<Exception> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    producer.close();
  }
}
