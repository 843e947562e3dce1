package io.rollbackworker.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.evidence.Notice;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.rollback.Alarms;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the parts of a worker count and measure; the catalogue is {@link Meter}. Thread-safe. */
public final class Meters {
  private final Registration registered;

  public Meters(MeterRegistry registry) {
    this.registered = new Registration(registry);
    showFromZero();
  }

  /** Prometheus sees no increase in a counter that appears with its first event. */
  private void showFromZero() {
    var _ = registered.timer(Meter.LANE_TRANSACTION);
    var _ = registered.timer(Meter.LANE_RESTORE);
    var _ = registered.counter(Meter.LANE_SESSIONS_ENDED);
    var _ = registered.counter(Meter.COMMANDS_LOST);
    var _ = registered.counter(Meter.LEDGER_FORGOTTEN);
    for (ErrorCode code : ErrorCode.values()) {
      var _ = registered.counter(Meter.OUTCOMES, "rejected", code.name(), "false");
    }
    var _ = registered.counter(Meter.OUTCOMES, "failed", ErrorCode.ROLLBACK_FAILED.name(), "false");
    var _ =
        registered.counter(Meter.OUTCOMES, "in_doubt", ErrorCode.UNKNOWN_EFFECT.name(), "false");
    for (Result.Cause cause : Result.Cause.values()) {
      var _ = registered.counter(Meter.DOUBTS_TOLD, Json.name(cause));
    }
    for (String by : Told.grounds()) {
      var _ = registered.timer(Meter.DOUBTS_ENDED, "accepted", by);
      var _ = registered.timer(Meter.DOUBTS_ENDED, "rejected", by);
    }
    for (Notice.What what : Notice.What.values()) {
      var _ = registered.counter(Meter.NOTICES, Json.name(what));
    }
    for (Alarms.Alarm alarm : Alarms.Alarm.values()) {
      var _ = registered.counter(Meter.ALARMS, Json.name(alarm));
    }
  }

  /** For meters that libraries bring along. */
  public MeterRegistry registry() {
    return registered.registry();
  }

  /**
   * @param code of the error; null: none
   */
  void outcome(String type, @Nullable ErrorCode code, boolean duplicate) {
    String error = code == null ? "none" : code.name();
    registered.counter(Meter.OUTCOMES, type, error, Boolean.toString(duplicate)).increment();
  }

  /**
   * @param took since the command was stored
   */
  void answered(String type, Duration took) {
    registered.timer(Meter.COMMAND_TIME, type).record(took);
  }

  /** The cloud's own log said it of a request. */
  public void noticed(Notice.What what) {
    registered.counter(Meter.NOTICES, Json.name(what)).increment();
  }

  /**
   * @param cause null: of a ledger that does not know it
   */
  void doubted(Result.@Nullable Cause cause) {
    registered.counter(Meter.DOUBTS_TOLD, cause == null ? "unknown" : Json.name(cause)).increment();
  }

  /**
   * @param took since the command was stored
   */
  void doubtEnded(String type, String by, Duration took) {
    registered.timer(Meter.DOUBTS_ENDED, type, by).record(took);
  }

  void alarm(Alarms.Alarm alarm) {
    registered.counter(Meter.ALARMS, Json.name(alarm)).increment();
  }

  public void cloudCall(Turn.Kind kind, String result, Duration took) {
    registered.timer(Meter.CLOUD_CALLS, Json.name(kind), result).record(took);
  }

  public void transaction(Duration took) {
    registered.timer(Meter.LANE_TRANSACTION).record(took);
  }

  public void restored(Duration took) {
    registered.timer(Meter.LANE_RESTORE).record(took);
  }

  public void sessionEnded() {
    registered.counter(Meter.LANE_SESSIONS_ENDED).increment();
  }

  void forgotten(int entries) {
    registered.counter(Meter.LEDGER_FORGOTTEN).increment(entries);
  }

  public void lostToRetention(long offsets) {
    registered.counter(Meter.COMMANDS_LOST).increment((double) offsets);
  }

  /**
   * Shows a value that is asked for when somebody looks.
   *
   * @param tags their values, in the meter's order
   */
  public void show(Meter gauge, Supplier<Number> value, String... tags) {
    registered.gauge(gauge, value, tags);
  }
}
