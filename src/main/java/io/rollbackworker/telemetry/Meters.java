package io.rollbackworker.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.rollback.Alarms;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the parts of a worker count and measure; the catalogue is {@link Meter}. Thread-safe. */
public final class Meters {
  private static final List<String> DOUBTS_ENDED_BY =
      List.of("proof", "worker", "operator", "inference");

  private final MeterRegistry registry;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    showFromZero();
  }

  /** Prometheus sees no increase in a counter that appears with its first event. */
  private void showFromZero() {
    var _ = Meter.LANE_TRANSACTION.timer(registry);
    var _ = Meter.LANE_RESTORE.timer(registry);
    var _ = Meter.LANE_SESSIONS_ENDED.counter(registry);
    var _ = Meter.COMMANDS_LOST.counter(registry);
    var _ = Meter.LEDGER_FORGOTTEN.counter(registry);
    for (ErrorCode code : ErrorCode.values()) {
      var _ = Meter.OUTCOMES.counter(registry, "rejected", code.name(), "false");
    }
    var _ = Meter.OUTCOMES.counter(registry, "failed", ErrorCode.ROLLBACK_FAILED.name(), "false");
    var _ = Meter.OUTCOMES.counter(registry, "in_doubt", ErrorCode.UNKNOWN_EFFECT.name(), "false");
    for (Result.Cause cause : Result.Cause.values()) {
      var _ = Meter.DOUBTS_TOLD.counter(registry, Json.name(cause));
    }
    for (String by : DOUBTS_ENDED_BY) {
      var _ = Meter.DOUBTS_ENDED.timer(registry, "accepted", by);
      var _ = Meter.DOUBTS_ENDED.timer(registry, "rejected", by);
    }
    for (Alarms.Alarm alarm : Alarms.Alarm.values()) {
      var _ = Meter.ALARMS.counter(registry, Json.name(alarm));
    }
  }

  /** For meters that libraries bring along. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * @param code of the error; null: none
   */
  void outcome(String type, @Nullable ErrorCode code, boolean duplicate) {
    String error = code == null ? "none" : code.name();
    Meter.OUTCOMES.counter(registry, type, error, Boolean.toString(duplicate)).increment();
  }

  /**
   * @param took since the command was stored
   */
  void answered(String type, Duration took) {
    Meter.COMMAND_TIME.timer(registry, type).record(took);
  }

  /**
   * @param cause null: of a ledger that does not know it
   */
  void doubted(Result.@Nullable Cause cause) {
    Meter.DOUBTS_TOLD.counter(registry, cause == null ? "unknown" : Json.name(cause)).increment();
  }

  /**
   * @param took since the command was stored
   */
  void doubtEnded(String type, String by, Duration took) {
    Meter.DOUBTS_ENDED.timer(registry, type, by).record(took);
  }

  void alarm(Alarms.Alarm alarm) {
    Meter.ALARMS.counter(registry, Json.name(alarm)).increment();
  }

  public void cloudCall(Turn.Kind kind, String result, Duration took) {
    Meter.CLOUD_CALLS.timer(registry, Json.name(kind), result).record(took);
  }

  public void transaction(Duration took) {
    Meter.LANE_TRANSACTION.timer(registry).record(took);
  }

  public void restored(Duration took) {
    Meter.LANE_RESTORE.timer(registry).record(took);
  }

  public void sessionEnded() {
    Meter.LANE_SESSIONS_ENDED.counter(registry).increment();
  }

  void forgotten(int entries) {
    Meter.LEDGER_FORGOTTEN.counter(registry).increment(entries);
  }

  public void lostToRetention(long offsets) {
    Meter.COMMANDS_LOST.counter(registry).increment((double) offsets);
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
