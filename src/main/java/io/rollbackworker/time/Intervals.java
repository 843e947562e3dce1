package io.rollbackworker.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing intervals with jitter: each nominal one is 1.6 times the last, up to the longest; what is
 * given lies between half of it and all of it. Not thread-safe: owned by one procedure.
 */
public final class Intervals {
  private static final double GROWTH = 1.6;
  private final double longestMillis;
  private final RandomGenerator random;
  private double nominalMillis;

  public Intervals(Duration shortest, Duration longest, RandomGenerator random) {
    this.nominalMillis = shortest.toMillis();
    this.longestMillis = longest.toMillis();
    this.random = random;
  }

  public Duration next() {
    double millis = nominalMillis * (0.5 + random.nextDouble() / 2);
    nominalMillis = Math.min(nominalMillis * GROWTH, longestMillis);
    return Duration.ofMillis(Math.max(1, (long) millis));
  }

  /** One of the longest, for who has to ask again. */
  public Duration longest() {
    return Duration.ofMillis(Math.max(1, (long) (longestMillis * (0.5 + random.nextDouble() / 2))));
  }

  /** The next interval, but no shorter than this. */
  public Duration nextAtLeast(Duration floor) {
    Duration next = next();
    return next.compareTo(floor) < 0 ? floor : next;
  }
}
