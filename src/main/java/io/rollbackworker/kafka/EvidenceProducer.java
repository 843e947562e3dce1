package io.rollbackworker.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.EvidenceCodec;
import io.rollbackworker.rollback.EvidencePublisher;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes evidence to the commands topic, keyed by snapshot. */
public final class EvidenceProducer implements EvidencePublisher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceProducer.class);
  private static final long TIMEOUT_SECONDS = 15;

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaClientMetrics metrics;
  private final String topic;

  public EvidenceProducer(KafkaSettings settings, ClientMeters clientMeters) {
    Map<String, Object> properties = new ClientProperties(settings).publisher();
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "evidence");
    this.producer = new KafkaProducer<>(properties);
    this.metrics = clientMeters.of(producer);
    this.topic = settings.commandsTopic();
  }

  @Override
  public void publish(Evidence evidence) {
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
    } catch (RuntimeException | ExecutionException | TimeoutException | InterruptedException e) {
      LOG.atWarn()
          .addKeyValue("snapshotId", evidence.snapshotId())
          .addKeyValue("commandId", evidence.commandId())
          .setCause(e)
          .log("evidence could not be published; the next owner reconciles without it");
    }
  }

  @Override
  public void close() {
    metrics.close();
    producer.close(Duration.ofSeconds(2));
  }
}
