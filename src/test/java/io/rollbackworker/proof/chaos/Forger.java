package io.rollbackworker.proof.chaos;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.policy.Claims;
import io.rollbackworker.request.Message;
import io.rollbackworker.testing.Requesters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/**
 * Somebody who wants disks rolled back that nobody has approved of, and has all that was ever
 * published: approvals, paths, signatures.
 */
final class Forger implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(700);

  private final List<String> forbidden;
  private final KafkaSettings kafka;
  private final Random random;
  private final OutcomeReader commands;
  private final CommandPublisher publisher;
  private final List<Message> approved = new ArrayList<>();
  private final Map<String, Integer> done = new TreeMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("forger").unstarted(this::run);
  private int number;

  Forger(ChaosSettings settings, Disks disks, KafkaSettings kafka) {
    this.forbidden = disks.forbidden();
    this.kafka = kafka;
    this.random = new Random(settings.seed() + 4);
    this.commands = OutcomeReader.fromBeginning(kafka, kafka.commandsTopic());
    this.publisher = new CommandPublisher(kafka);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!end.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        listen();
        forge();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts them", e);
    }
  }

  private void listen() {
    try {
      for (OutcomeReader.Event event : commands.poll(Duration.ofMillis(10))) {
        if (event.headers().containsKey(Claims.APPROVAL)) {
          Map<String, String> headers = new HashMap<>(event.headers());
          headers.keySet().retainAll(Claims.HEADERS);
          approved.add(new Message(event.value(), headers));
        }
      }
    } catch (KafkaException e) {
      return; // Brokers are killed and frozen around here.
    }
  }

  private void forge() {
    String victim = forbidden.get(random.nextInt(forbidden.size()));
    String mine =
        "{\"snapshot_id\":\"%s\",\"command_id\":\"%s/%s\",\"labels\":{\"campaign\":\"%s\"},\"expires_at\":\"%s\"}"
            .formatted(
                victim,
                MassRollback.NAME,
                victim,
                MassRollback.NAME,
                Instant.now().plusSeconds(600 + ++number));
    if (approved.isEmpty()) {
      send("unsigned", victim, new Message(mine, Map.of()));
      return;
    }
    Message stolen = approved.get(random.nextInt(approved.size()));
    switch (random.nextInt(5)) {
      case 0 -> {
        Map<String, String> approval = new HashMap<>(stolen.headers());
        approval.remove(Claims.SIGNATURE);
        send("unsigned, with an approval", victim, new Message(mine, approval));
      }
      case 1 ->
          send(
              "signed by nobody known", victim, new Message(mine, signed("mallory", mine, stolen)));
      case 2 ->
          send(
              "of one disk more, by anna", victim, new Message(mine, signed("anna", mine, stolen)));
      case 3 -> {
        String changed =
            stolen.json().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", victim);
        send("changed under its signature", victim, new Message(changed, stolen.headers()));
      }
      default -> send("once more as it was", victim, stolen);
    }
  }

  private Map<String, String> signed(String who, String value, Message stolen) {
    Map<String, String> headers = new HashMap<>(stolen.headers());
    headers.putAll(Requesters.ALL.key(who).header(kafka.commandsTopic(), value));
    return headers;
  }

  private void send(String what, String key, Message message) {
    var unused = publisher.publish(key, message);
    done.merge(what, 1, Integer::sum);
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

  /** What was done how often. */
  Map<String, Integer> done() {
    return done;
  }

  @Override
  public void close() {
    stop();
    commands.close();
    publisher.close();
  }
}
