package io.rollbackworker.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.EvidenceCodec;
import io.rollbackworker.rollback.EvidencePublisher;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes evidence to the commands topic, keyed by snapshot, again and again until it is stored
 * or the process ends: it is bound to one permit, so a second one does no harm, and nobody else
 * knows what it says.
 */
public final class EvidenceProducer implements EvidencePublisher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceProducer.class);
  private static final long TIMEOUT_SECONDS = 15;

  /** About 10 MB; more would be a cloud that answers while all brokers are away for hours. */
  static final int MAX_KEPT = 10_000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
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
    return new EvidenceProducer(producer, metrics::close, settings.commandsTopic(), time, fork);
  }

  @Override
  public void publish(Evidence evidence) {
    if (room.tryAcquire()) {
      fork.start("evidence", () -> publishInTheEnd(evidence));
    } else {
      log(evidence, "evidence is lost: " + MAX_KEPT + " pieces of it wait for the brokers already");
    }
  }

  private void publishInTheEnd(Evidence evidence) {
    Duration pause = FIRST_PAUSE;
    try {
      while (!isStored(evidence)) {
        time.pause(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      log(evidence, "interrupted; the next owner reconciles without the evidence");
    } finally {
      room.release();
    }
  }

  /** Whether it need not be sent again. */
  private boolean isStored(Evidence evidence) throws InterruptedException {
    byte[] key = Records.utf8(evidence.snapshotId().value());
    try {
      producer
          .send(new ProducerRecord<>(topic, key, EvidenceCodec.encode(evidence)))
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      LOG.atInfo()
          .addKeyValue("snapshotId", evidence.snapshotId())
          .addKeyValue("commandId", evidence.commandId())
          .addKeyValue("says", evidence.says())
          .log("evidence published");
      return true;
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      log(evidence, "evidence could not be published yet: " + e);
      return closed;
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
