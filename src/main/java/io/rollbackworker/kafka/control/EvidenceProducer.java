package io.rollbackworker.kafka.control;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.evidence.PermitKey.Signature;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.rollback.EvidencePublisher;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Intervals;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what this process knows about permits of its own, again and again until it is stored or
 * the process ends: a second one does no harm, and nobody else knows what it says.
 */
public final class EvidenceProducer implements EvidencePublisher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceProducer.class);
  private static final long TIMEOUT_SECONDS = 15;

  /** About 10 MB; more would be a cloud that answers while all brokers are away for hours. */
  static final int MAX_KEPT = 10_000;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Producer<byte[], byte[]> producer;
  private final Runnable whenClosed;
  private final String topic;
  private final Time time;
  private final Fork fork;
  private final Semaphore room = new Semaphore(MAX_KEPT);
  private volatile boolean closed;

  EvidenceProducer(
      Producer<byte[], byte[]> producer, Runnable whenClosed, String topic, Time time, Fork fork) {
    this.producer = producer;
    this.whenClosed = whenClosed;
    this.topic = topic;
    this.time = time;
    this.fork = fork;
  }

  public static EvidenceProducer of(
      KafkaSettings settings, ClientMeters clientMeters, Time time, Fork fork) {
    Map<String, Object> properties = new ClientProperties(settings).publisher();
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "evidence");
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties);
    KafkaClientMetrics metrics = clientMeters.of(producer);
    return new EvidenceProducer(producer, metrics::close, settings.evidenceTopic(), time, fork);
  }

  @Override
  public void publish(Evidence evidence, Signature signature) {
    if (room.tryAcquire()) {
      fork.start("evidence", () -> publishInTheEnd(evidence, signature));
    } else {
      log(evidence, "evidence is lost: " + MAX_KEPT + " pieces of it wait for the brokers already");
    }
  }

  private void publishInTheEnd(Evidence evidence, Signature signature) {
    Intervals pauses = new Intervals(SHORTEST_PAUSE, LONGEST_PAUSE, ThreadLocalRandom.current());
    try {
      while (!isStored(evidence, signature)) {
        time.pause(pauses.next());
      }
    } catch (InterruptedException e) {
      log(evidence, "interrupted; the next owner reconciles without the evidence");
    } finally {
      room.release();
    }
  }

  /** Whether it need not be sent again. */
  private boolean isStored(Evidence evidence, Signature signature) throws InterruptedException {
    byte[] key = Records.utf8(evidence.permit().value());
    Optional<String> problem = store(key, EvidenceCodec.encode(evidence, signature));
    if (problem.isPresent()) {
      log(evidence, "evidence could not be published yet: " + problem.get());
      return closed;
    }
    LOG.atInfo()
        .addKeyValue("snapshotId", evidence.snapshotId())
        .addKeyValue("commandId", evidence.commandId())
        .addKeyValue("says", evidence.says())
        .log("evidence published");
    return true;
  }

  /** Writes one record of the evidence topic; why it is not certain that it is stored. */
  Optional<String> store(byte[] key, byte[] value) throws InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic, key, value)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      return Optional.of(e.toString());
    }
  }

  private static void log(Evidence evidence, String what) {
    LOG.atWarn()
        .addKeyValue("snapshotId", evidence.snapshotId())
        .addKeyValue("commandId", evidence.commandId())
        .log(what);
  }

  /** Evidence that waits for the brokers to come back. */
  int kept() {
    return MAX_KEPT - room.availablePermits();
  }

  @Override
  public void close() {
    closed = true;
    if (kept() > 0) {
      LOG.atWarn().addKeyValue("pieces", kept()).log("evidence may be lost with this process");
    }
    whenClosed.run();
    producer.close(CLOSE_TIMEOUT);
  }
}
