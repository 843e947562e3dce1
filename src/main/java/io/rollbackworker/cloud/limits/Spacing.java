package io.rollbackworker.cloud.limits;

/**
 * Spreads calls evenly at a rate that may change from call to call. Pure but for its state; not
 * thread-safe.
 */
final class Spacing {
  /** What nobody used so lately may be used now: timers are not exact. Nanoseconds. */
  private static final long SLACK_NANOS = 50_000_000;

  private static final double SECOND_NANOS = 1e9;

  private long nextNanos;
  private long lastIntervalNanos;
  private long pausedUntilNanos;

  Spacing(long nowNanos) {
    this.nextNanos = nowNanos;
    this.pausedUntilNanos = nowNanos;
  }

  /**
   * How long until the next call may go; zero or less: now.
   *
   * @param ahead the call may go so many intervals early; those after it wait the longer
   */
  long nanosUntilNext(long nowNanos, int ahead) {
    long byRate = nextNanos - nowNanos - ahead * lastIntervalNanos;
    return Math.max(byRate, pausedUntilNanos - nowNanos);
  }

  void take(long nowNanos, int calls, double perSecond) {
    long earliest = nowNanos - SLACK_NANOS;
    lastIntervalNanos = (long) (calls * SECOND_NANOS / perSecond);
    nextNanos = (nextNanos - earliest < 0 ? earliest : nextNanos) + lastIntervalNanos;
  }

  void pauseUntil(long nanos) {
    pausedUntilNanos = nanos - pausedUntilNanos > 0 ? nanos : pausedUntilNanos;
  }
}
