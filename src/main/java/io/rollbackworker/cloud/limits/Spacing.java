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

  Spacing(long nowNanos) {
    this.nextNanos = nowNanos;
  }

  /** How long until the next call may go; zero or less: now. */
  long nanosUntilNext(long nowNanos) {
    return nextNanos - nowNanos;
  }

  void take(long nowNanos, int calls, double perSecond) {
    long earliest = nowNanos - SLACK_NANOS;
    nextNanos =
        (nextNanos - earliest < 0 ? earliest : nextNanos)
            + (long) (calls * SECOND_NANOS / perSecond);
  }

  void pauseUntil(long nanos) {
    nextNanos = nanos - nextNanos > 0 ? nanos : nextNanos;
  }
}
