package io.rollbackworker.cloud.limits;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A cap on how many go in any minute; they may all go at its beginning. Pure but for its state; not
 * thread-safe.
 */
final class PerMinute {
  private static final double MINUTE_NANOS = 60e9;
  private final Deque<Long> gone = new ArrayDeque<>();

  /**
   * How long until one more may go; zero or less: now.
   *
   * @param perMinute may be less than one: then one goes in so many minutes
   */
  long nanosUntilNext(long nowNanos, double perMinute) {
    int atOnce = atOnce(perMinute);
    long window = (long) (MINUTE_NANOS * Math.max(1, 1 / perMinute));
    while (!gone.isEmpty() && nowNanos - gone.peekFirst() >= window) {
      gone.removeFirst();
    }
    if (gone.size() < atOnce) {
      return 0;
    }
    long[] times = gone.stream().mapToLong(Long::longValue).toArray();
    return times[times.length - atOnce] + window - nowNanos;
  }

  /** Whether it held the next one back when it was asked last. */
  boolean isFull(double perMinute) {
    return gone.size() >= atOnce(perMinute);
  }

  private static int atOnce(double perMinute) {
    return Math.max(1, (int) perMinute);
  }

  void take(long nowNanos) {
    gone.addLast(nowNanos);
  }
}
