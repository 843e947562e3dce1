package io.rollbackworker.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * All meters, with their names, units and meanings. Tag values come from closed lists. Thread-safe.
 */
public final class Meters {
  private final MeterRegistry registry;
  private final Timer transaction;
  private final Timer restore;
  private final Counter sessionsEnded;
  private final Counter lostToRetention;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    this.transaction =
        Timer.builder("rollback.lane.transaction")
            .description("Time of one transaction of a lane, from begin to commit.")
            .register(registry);
    this.restore =
        Timer.builder("rollback.lane.restore")
            .description("Time from a partition's assignment to its first record.")
            .register(registry);
    this.sessionsEnded =
        Counter.builder("rollback.lane.sessions.ended")
            .description("Sessions of lanes that ended by a failure.")
            .register(registry);
    this.lostToRetention =
        Counter.builder("rollback.commands.lost")
            .description("Offsets that the topic's retention removed before anyone read them.")
            .register(registry);
  }

  /**
   * @param type as in events
   * @param code of the error, or "none"
   * @param duplicate whether it repeats a recorded answer
   */
  public void outcome(String type, String code, boolean duplicate) {
    Counter.builder("rollback.outcomes")
        .description("Outcomes published, by type, error code and whether they repeat an answer.")
        .tag("type", type)
        .tag("code", code)
        .tag("duplicate", Boolean.toString(duplicate))
        .register(registry)
        .increment();
  }

  /**
   * @param operation observe or rollback
   * @param result how it ended: seen, unavailable, denied; taken, permit_gone, not_sent,
   *     refused_early, refused, unknown
   */
  public void cloudCall(String operation, String result, Duration took) {
    Timer.builder("rollback.cloud.calls")
        .description("Calls to the cloud, by operation and result.")
        .tag("operation", operation)
        .tag("result", result)
        .register(registry)
        .record(took);
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

  /** Commands that were read and have no first outcome yet, over all lanes of this worker. */
  public void openCommands(Supplier<Number> count) {
    Gauge.builder("rollback.commands.open", count)
        .description("Commands read and not yet answered.")
        .register(registry);
  }

  /**
   * @param project one of the configured
   * @param out 1 while the breaker lets no rollback through, else 0
   */
  public void cloudIsOut(String project, Supplier<Number> out) {
    Gauge.builder("rollback.cloud.out", out)
        .description("1 while the breaker is open: no rollback is sent, no intent is made.")
        .tag("project", project)
        .register(registry);
  }

  /**
   * @param calls look or rollback
   */
  public void cloudTurnsWaiting(String project, String calls, Supplier<Number> count) {
    Gauge.builder("rollback.cloud.turns.waiting", count)
        .description("Commands and watches that wait for their turn at the limits.")
        .tag("project", project)
        .tag("calls", calls)
        .register(registry);
  }

  /**
   * @param calls look or rollback
   */
  public void cloudRate(String project, String calls, Supplier<Number> perSecond) {
    Gauge.builder("rollback.cloud.rate", perSecond)
        .description("Calls per second that this worker lets go: its share, or less after 429s.")
        .tag("project", project)
        .tag("calls", calls)
        .register(registry);
  }
}
