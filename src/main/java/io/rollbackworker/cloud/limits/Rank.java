package io.rollbackworker.cloud.limits;

import io.rollbackworker.command.Priority;
import java.util.concurrent.TimeUnit;

/** Who asks at the same time goes by this, the smallest first; so nobody waits for ever. */
final class Rank {
  private static final long URGENT_AHEAD_NANOS = TimeUnit.DAYS.toNanos(1);
  private static final long LOW_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Rank() {}

  /**
   * @param nowNanos when it was asked, by the monotonic clock
   */
  static long of(Priority priority, long nowNanos) {
    return switch (priority) {
      case URGENT -> nowNanos - URGENT_AHEAD_NANOS;
      case NORMAL -> nowNanos;
      case LOW -> nowNanos + LOW_BEHIND_NANOS;
    };
  }
}
