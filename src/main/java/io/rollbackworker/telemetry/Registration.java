package io.rollbackworker.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The meters of the catalogue in a registry; values are those of their tags, in their order. */
record Registration(MeterRegistry registry) {

  Counter counter(Meter meter, String... values) {
    return Counter.builder(meter.id())
        .description(meter.meaning())
        .tags(named(meter, Meter.Kind.COUNTER, values))
        .register(registry);
  }

  Timer timer(Meter meter, String... values) {
    return Timer.builder(meter.id())
        .description(meter.meaning())
        .serviceLevelObjectives(Buckets.all())
        .tags(named(meter, Meter.Kind.TIMER, values))
        .register(registry);
  }

  void gauge(Meter meter, Supplier<Number> value, String... values) {
    Gauge.Builder<Supplier<Number>> gauge =
        Gauge.builder(meter.id(), value)
            .description(meter.meaning())
            .tags(named(meter, Meter.Kind.GAUGE, values));
    String unit = meter.unit();
    // Prometheus wants the base unit in the name.
    (unit.equals("seconds") || unit.equals("ratio") ? gauge.baseUnit(unit) : gauge)
        .register(registry);
  }

  private static Tags named(Meter meter, Meter.Kind used, String... values) {
    List<String> names = meter.tags();
    if (used != meter.kind() || values.length != names.size()) {
      throw new IllegalStateException(
          meter.id() + " is a " + meter.kind() + " with tags " + names + ", not a " + used);
    }
    return Tags.of(
        IntStream.range(0, values.length).mapToObj(i -> Tag.of(names.get(i), values[i])).toList());
  }
}
