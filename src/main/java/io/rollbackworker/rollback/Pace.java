package io.rollbackworker.rollback;

import java.time.Duration;

/**
 * Spreads something over time, for all who do it in this process: each asks for its turn and waits
 * until then by itself. Thread-safe.
 */
public final class Pace {
  private final Time time;
  private final long spacingNanos;
  private long nextNanos;

  /**
   * @param perSecond 1 to 1,000,000
   */
  public Pace(Time time, int perSecond) {
    this.time = time;
    this.spacingNanos = 1_000_000_000L / perSecond;
    this.nextNanos = time.nanos();
  }

  /** Reserves the next free turn; how long it is until then, zero if it is now. */
  synchronized Duration untilTurn() {
    long now = time.nanos();
    long turn = now - nextNanos > 0 ? now : nextNanos;
    nextNanos = turn + spacingNanos;
    return Duration.ofNanos(turn - now);
  }
}
