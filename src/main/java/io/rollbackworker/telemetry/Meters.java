package io.rollbackworker.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.rollback.Alarms;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the parts of a worker count and measure; the catalogue is {@link Meter}. Thread-safe. */
public final class Meters {
  private final MeterRegistry registry;
  private final Timer transaction;
  private final Timer restore;
  private final Counter sessionsEnded;
  private final Counter lostToRetention;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    this.transaction = Meter.LANE_TRANSACTION.timer(registry);
    this.restore = Meter.LANE_RESTORE.timer(registry);
    this.sessionsEnded = Meter.LANE_SESSIONS_ENDED.counter(registry);
    this.lostToRetention = Meter.COMMANDS_LOST.counter(registry);
    showFromZero();
  }

  /** Prometheus sees no increase in a counter that appears with its first event. */
  private void showFromZero() {
    for (ErrorCode code : ErrorCode.values()) {
      var _ = Meter.OUTCOMES.counter(registry, "rejected", code.name(), "false");
    }
    var _ = Meter.OUTCOMES.counter(registry, "failed", ErrorCode.ROLLBACK_FAILED.name(), "false");
    var _ = Meter.OUTCOMES.counter(registry, "in_doubt", ErrorCode.UNKNOWN_EFFECT.name(), "false");
    for (Alarms.Alarm alarm : Alarms.Alarm.values()) {
      var _ = Meter.ALARMS.counter(registry, Json.name(alarm));
    }
  }

  /** For meters that libraries bring along. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * @param type as in events
   * @param code of the error; null: none
   * @param duplicate whether it repeats a recorded answer
   */
  void outcome(String type, @Nullable ErrorCode code, boolean duplicate) {
    String error = code == null ? "none" : code.name();
    Meter.OUTCOMES.counter(registry, type, error, Boolean.toString(duplicate)).increment();
  }

  /**
   * @param type of the first outcome, as in events
   * @param took since the command was stored
   */
  void answered(String type, Duration took) {
    Meter.COMMAND_TIME.timer(registry, type).record(took);
  }

  void alarm(Alarms.Alarm alarm) {
    Meter.ALARMS.counter(registry, Json.name(alarm)).increment();
  }

  public void cloudCall(Turn.Kind kind, String result, Duration took) {
    Meter.CLOUD_CALLS.timer(registry, Json.name(kind), result).record(took);
  }

  public void transaction(Duration took) {
    transaction.record(took);
  }

  public void restored(Duration took) {
    restore.record(took);
  }

  public void sessionEnded() {
    sessionsEnded.increment();
  }

  public void lostToRetention(long offsets) {
    lostToRetention.increment((double) offsets);
  }

  /**
   * Shows a value that is asked for when somebody looks.
   *
   * @param tags their values, in the meter's order
   */
  public void show(Meter gauge, Supplier<Number> value, String... tags) {
    gauge.gauge(registry, value, tags);
  }
}
