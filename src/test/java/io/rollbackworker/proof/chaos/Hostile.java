package io.rollbackworker.proof.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.OutcomeReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Somebody who may publish commands and read outcomes, and means ill: decides what became of
 * others' requests, floods a snapshot or all that are worked on, and writes what breaks readers.
 * Also forges evidence where only workers may write.
 */
final class Hostile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration INTERVAL = Duration.ofMillis(400);
  private static final int FLOOD = 60;
  private static final int REMEMBERED = 500;

  private final ChaosSettings settings;
  private final KafkaSettings kafka;
  private final Random random;
  private final OutcomeReader outcomes;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Outcomes of requests: they tell their permits. */
  private final List<JsonNode> requests = new ArrayList<>();

  private final Map<String, Integer> done = new TreeMap<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private int number;
  private int commands;

  Hostile(ChaosSettings settings, KafkaSettings kafka) {
    this.settings = settings;
    this.kafka = kafka;
    this.random = new Random(settings.seed() + 2);
    this.outcomes = OutcomeReader.fromBeginning(kafka, kafka.outcomesTopic());
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "delivery.timeout.ms",
                ChaosSettings.REQUESTERS_PATIENCE_MILLIS),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.thread = Thread.ofPlatform().name("hostile").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!end.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        readOutcomes();
        act();
      }
      producer.flush();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts them", e);
    }
  }

  private void readOutcomes() {
    try {
      for (var event : outcomes.poll(Duration.ofMillis(10))) {
        JsonNode outcome = JSON.readTree(event.value());
        if (outcome.hasNonNull("permit")) {
          requests.add(outcome);
        }
      }
    } catch (KafkaException | JsonProcessingException e) {
      return; // Brokers are killed and frozen around here.
    }
    if (requests.size() > REMEMBERED) {
      requests.subList(0, requests.size() - REMEMBERED).clear();
    }
  }

  private void act() {
    int kind = random.nextInt(100);
    if (kind < 60 && !requests.isEmpty()) {
      forge(requests.get(random.nextInt(requests.size())));
    } else if (kind < 95) {
      count("strange texts");
      publish(strange());
    } else if (kind < 98) {
      count("floods of a snapshot");
      String victim = anySnapshot();
      for (int i = 0; i < FLOOD; i++) {
        publish(plain(victim, ",\"priority\":\"urgent\"", ""));
      }
    } else {
      count("floods of what nobody has");
      for (int i = 0; i < FLOOD; i++) {
        publish(plain(new UUID(random.nextLong(), random.nextLong()).toString(), "", ""));
      }
    }
  }

  private void forge(JsonNode outcome) {
    Evidence.Says says = random.nextBoolean() ? Evidence.Says.TAKEN : Evidence.Says.NOT_TAKEN;
    Evidence lie =
        new Evidence(
            new SnapshotId(outcome.get("snapshot_id").asText()),
            new CommandId(outcome.get("command_id").asText()),
            new PermitId(outcome.get("permit").asText()),
            says,
            Evidence.By.WORKER,
            "req-1",
            "worker-1",
            "a lie",
            Instant.now());
    if (random.nextInt(4) == 0) {
      count("evidence that is not signed");
      send(
          new ProducerRecord<>(
              kafka.evidenceTopic(),
              utf8(lie.permit().value()),
              EvidenceCodec.encode(lie, new PermitKey(random).sign(says))));
      return;
    }
    count("evidence among commands");
    publish(
        "{\"kind\":\"evidence\",\"snapshot_id\":\"%s\",\"command_id\":\"%s\",\"permit\":\"%s\",\"says\":\"%s\",\"by\":\"%s\",\"requested_by\":\"nina\",\"reason\":\"a lie\"}"
            .formatted(
                lie.snapshotId(),
                lie.commandId(),
                lie.permit(),
                says == Evidence.Says.TAKEN ? "taken" : "not_taken",
                random.nextBoolean() ? "operator" : "worker"));
  }

  /** Terminals, logs and pages show it to people. */
  private String strange() {
    String snapshot = anySnapshot();
    return switch (random.nextInt(5)) {
      case 0 -> "{\"snapshot_id\":\"" + snapshot + "\",\"\\u001b[2J\\u0007\":1}";
      case 1 ->
          "{\"snapshot_id\":\"%s\",\"command_id\":\"a\\n2026-11-25T10:00:00Z INFO told completed\"}"
              .formatted(snapshot);
      case 2 -> plain(snapshot, "", ",\"reason\":\"\\u202eesrever\\u2066 \\u009b31m\"");
      case 3 -> plain(snapshot, "", ",\"requested_by\":\"" + "x".repeat(60_000) + "\"");
      default ->
          "{\"snapshot_id\":\"%s\",\"command_id\":\"%s-0-%d\"}"
              .formatted(snapshot, "A".repeat(22), random.nextInt(1_000));
    };
  }

  private String plain(String snapshot, String labels, String more) {
    return "{\"snapshot_id\":\"%s\",\"command_id\":\"h-%d\",\"labels\":{%s%s}%s}"
        .formatted(snapshot, ++number, MassRollback.EVERYDAY, labels, more);
  }

  private String anySnapshot() {
    return SeedWorld.snapshotId("bulk-" + (1 + random.nextInt(settings.snapshots())));
  }

  private void publish(String value) {
    commands++;
    send(new ProducerRecord<>(kafka.commandsTopic(), utf8("k" + random.nextInt()), utf8(value)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(
        record,
        (stored, failure) -> {
          if (failure != null) {
            failures.add(failure);
          }
        });
  }

  private void count(String what) {
    done.merge(what, 1, Integer::sum);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Stops; then the others may be asked. */
  void stop() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }

  /** Records on the commands topic. */
  int commands() {
    return commands;
  }

  /** Whether a command with this id was theirs. */
  static boolean asked(CommandId id) {
    return id.value().startsWith("h-");
  }

  /** What was done how often. */
  Map<String, Integer> done() {
    return done;
  }

  /** What could not be published. */
  List<Exception> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stop();
    outcomes.close();
    producer.close();
  }
}
