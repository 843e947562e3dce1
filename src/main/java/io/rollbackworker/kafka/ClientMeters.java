package io.rollbackworker.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.telemetry.Meters;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Shows the metrics of Kafka clients beside ours, for as long as each client lives. */
public final class ClientMeters {
  private final Meters meters;

  public ClientMeters(Meters meters) {
    this.meters = meters;
  }

  /** Close it together with the client. */
  public KafkaClientMetrics of(Consumer<?, ?> client) {
    return bound(new KafkaClientMetrics(client));
  }

  /** Close it together with the client. */
  public KafkaClientMetrics of(Producer<?, ?> client) {
    return bound(new KafkaClientMetrics(client));
  }

  /** The worker's own. */
  public Meters worker() {
    return meters;
  }

  private KafkaClientMetrics bound(KafkaClientMetrics metrics) {
    metrics.bindTo(meters.registry());
    return metrics;
  }
}
