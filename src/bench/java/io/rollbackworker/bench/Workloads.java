package io.rollbackworker.bench;

import java.time.Duration;
import java.util.List;

/** What there is to be asked for. */
final class Workloads {
  private static final int PARTITIONS = 12;
  private static final int CALLS_IN_FLIGHT = 64;

  /** Rollbacks at a time at which somebody is killed: most of 64 calls, always. */
  static final Workload KILLS =
      new Workload(
          "kills",
          new Latency(50, 0),
          PARTITIONS,
          10_000,
          Duration.ZERO,
          Duration.ZERO,
          CALLS_IN_FLIGHT);

  private Workloads() {}

  /** The table that all arms are in. */
  static List<Workload> table(Duration warmUp, Duration measured) {
    return List.of(
        workload("50 ms", new Latency(50, 0), 700, warmUp, measured),
        workload("10 ms", new Latency(10, 0), 3_000, warmUp, measured),
        workload("0 ms", new Latency(0, 0), 12_000, warmUp, measured));
  }

  /**
   * @param mostPerSecond more than any arm does
   */
  private static Workload workload(
      String name, Latency latency, int mostPerSecond, Duration warmUp, Duration measured) {
    int seconds = Math.toIntExact(warmUp.plus(measured).toSeconds()) + 1;
    return new Workload(
        name, latency, PARTITIONS, mostPerSecond * seconds, warmUp, measured, CALLS_IN_FLIGHT);
  }
}
