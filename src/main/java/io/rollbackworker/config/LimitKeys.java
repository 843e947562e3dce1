package io.rollbackworker.config;

import java.time.Duration;

/**
 * How much of the cloud the fleet may use, and when it leaves it alone. The limits of a project are
 * the whole fleet's: each worker takes the share of the partitions that it owns.
 */
public final class LimitKeys {
  static final Forms KEYS = new Forms();

  public static final Key<Integer> CALLS_PER_SECOND =
      limit("limits.calls-per-second", "120", 100_000, "Calls of a project, reads and rollbacks.");
  public static final Key<Integer> READS_PER_SECOND =
      limit("limits.reads-per-second", "100", 100_000, "Of these, reads.");
  public static final Key<Integer> ROLLBACKS_PER_SECOND =
      limit("limits.rollbacks-per-second", "20", 100_000, "Of these, rollback requests.");
  public static final Key<Integer> CONCURRENT_CALLS =
      limit("limits.concurrent-calls", "96", 10_000, "Calls of a project under way at once.");
  public static final Key<Integer> ROLLBACKS_PER_MINUTE =
      limit(
          "limits.rollbacks-per-minute",
          "1200",
          1_000_000,
          "So many rollbacks of a project are started in any minute, however fast the cloud is.");
  public static final Key<Integer> ROLLBACKS_AT_ONCE =
      limit(
          "limits.rollbacks-at-once",
          "1000",
          1_000_000,
          "So many rollbacks of a project run at the cloud at once.");

  public static final Key<Integer> BREAKER_CALLS =
      KEYS.count(
          "breaker.calls",
          "20",
          2,
          1_000,
          "So many of the last calls decide whether the cloud is out.");
  public static final Key<Integer> BREAKER_PERCENT =
      KEYS.count(
          "breaker.percent",
          "50",
          1,
          100,
          "It is out when this share of them failed: no connection, no answer, server errors."
              + " Percent.");
  public static final Key<Duration> BREAKER_PAUSE =
      KEYS.duration(
          "breaker.pause",
          "2s",
          "10ms",
          "5m",
          "So long nothing is sent to a cloud that is out, then one look tries it.");

  private LimitKeys() {}

  private static Key<Integer> limit(String name, String fallback, int max, String meaning) {
    return KEYS.forEachProject().count(name, fallback, 1, max, meaning);
  }
}
