package io.rollbackworker.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;

/**
 * Meters that are not ours: the process's, and of the Kafka clients' 170 those that say something.
 */
public final class LibraryMeters {
  private static final Set<String> OF_KAFKA =
      Set.of(
          "kafka.consumer.coordinator.assigned.partitions",
          "kafka.consumer.coordinator.failed.rebalance.total",
          "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.failed.authentication.total",
          "kafka.consumer.fetch.manager.fetch.throttle.time.max",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.fetch.manager.records.lag.max",
          "kafka.consumer.last.poll.seconds.ago",
          "kafka.consumer.time.between.poll.max",
          "kafka.producer.batch.split.total",
          "kafka.producer.buffer.available.bytes",
          "kafka.producer.connection.creation.total",
          "kafka.producer.failed.authentication.total",
          "kafka.producer.produce.throttle.time.max",
          "kafka.producer.record.error.total",
          "kafka.producer.record.retry.total",
          "kafka.producer.record.send.total",
          "kafka.producer.request.latency.max",
          "kafka.producer.requests.in.flight");

  /** Against Prometheus' conventions, so that promtool complains. */
  private static final Set<String> ILL_NAMED = Set.of("process.cpu.time", "system.cpu.count");

  private LibraryMeters() {}

  /** Shows them for as long as the process lives; before any client is bound. */
  public static void showIn(MeterRegistry registry) {
    registry.config().meterFilter(MeterFilter.deny(id -> isLeftOut(id.getName())));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    // Its listeners last as long as the process.
    @SuppressWarnings("resource")
    JvmGcMetrics gc = new JvmGcMetrics();
    gc.bindTo(registry);
  }

  private static boolean isLeftOut(String name) {
    return ILL_NAMED.contains(name) || (name.startsWith("kafka.") && !OF_KAFKA.contains(name));
  }
}
