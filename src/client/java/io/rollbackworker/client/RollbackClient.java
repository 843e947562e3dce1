package io.rollbackworker.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes commands and waits for what becomes of them. One for a program: it has a producer, a
 * consumer of all outcomes from now on, and a thread. Thread-safe.
 */
public final class RollbackClient implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaProducer<String, String> producer;
  private final Options options;
  private final Pursuits pursuits = new Pursuits();
  private final Thread reading;
  private volatile boolean closed;

  /**
   * @param signer signs every command; only fleets with a policy need it
   */
  public record Options(String commandsTopic, String outcomesTopic, Optional<Signer> signer) {
    /** The default topics, unsigned. */
    public static final Options DEFAULT =
        new Options("rollback.commands", "rollback.outcomes", Optional.empty());

    public Options signedBy(Signer by) {
      return new Options(commandsTopic, outcomesTopic, Optional.of(by));
    }
  }

  private RollbackClient(Map<String, Object> kafka, Options options) {
    this.options = options;
    OutcomeReader outcomes = OutcomeReader.of(options.outcomesTopic(), false, kafka);
    Map<String, Object> all = new HashMap<>(kafka);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    this.producer = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    this.reading = new Thread(() -> read(outcomes), "rollback-outcomes");
    reading.setDaemon(true);
    reading.start();
  }

  /**
   * @param kafka what producer and consumer need: {@code bootstrap.servers}, credentials
   * @throws org.apache.kafka.common.KafkaException when the brokers cannot be reached
   */
  public static RollbackClient connect(Map<String, Object> kafka, Options options) {
    return new RollbackClient(kafka, options);
  }

  public static RollbackClient connect(Map<String, Object> kafka) {
    return connect(kafka, Options.DEFAULT);
  }

  /** Publishes it; the future has the outcome with which it is {@link Outcome#isOver over}. */
  public CompletableFuture<Outcome> publish(Command command) {
    return publish(command, Outcome::isOver);
  }

  /**
   * Publishes it and follows it, through the answer of the command that it may repeat.
   *
   * @param until which outcome is waited for, such as {@code o -> o.isOver() || o.isInDoubt()}
   * @return its first such outcome. Fails with Kafka's exception when the command is not known to
   *     be stored: publish the same object again then, that is one rollback. Cancel it, or give it
   *     a time-out, to wait no longer; the command goes on.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback says how the send went.
  public CompletableFuture<Outcome> publish(Command command, Predicate<Outcome> until) {
    Pursuits.Pursuit pursuit = pursuits.follow(command, until);
    String json = command.json();
    ProducerRecord<String, String> record =
        new ProducerRecord<>(options.commandsTopic(), command.snapshotId(), json);
    options
        .signer()
        .map(signer -> signer.sign(options.commandsTopic(), json))
        .map(signature -> signature.getBytes(StandardCharsets.UTF_8))
        .ifPresent(signature -> record.headers().add(Signer.HEADER, signature));
    producer.send(record, pursuit::stored);
    return pursuit.outcome();
  }

  private void read(OutcomeReader outcomes) {
    try (outcomes) {
      while (!closed) {
        outcomes.poll(POLL).forEach(pursuits::hear);
      }
      pursuits.end(new IllegalStateException("The client was closed"));
    } catch (RuntimeException e) {
      pursuits.end(e); // For example because it may not read the topic.
    }
  }

  /** Sends what is left; who still waits gets an exception. */
  @Override
  public void close() {
    producer.close();
    closed = true;
    try {
      reading.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
