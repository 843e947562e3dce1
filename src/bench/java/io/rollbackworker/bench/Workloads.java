package io.rollbackworker.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What there is to be asked for. */
final class Workloads {
  private static final Latency USUAL = new Latency(50, 0);
  private static final Latency FAR = new Latency(200, 0);

  /** More than any arm does at fifty milliseconds. */
  private static final int MOST = 700;

  /** Rollbacks at a time at which somebody is killed: most of 64 calls, always. */
  static final Workload KILLS = Workload.of("kills", USUAL, 10_000, Duration.ZERO, Duration.ZERO);

  /** A load that is asked for at its time, whatever became of earlier ones; no backlog. */
  static final Workload OPEN =
      Workload.of("open", new Latency(10, 0), 0, Duration.ZERO, Duration.ZERO);

  private Workloads() {}

  /** The table that all arms are in. */
  static List<Workload> table(Duration warmUp, Duration measured) {
    return List.of(
        Workload.of("50 ms", USUAL, MOST, warmUp, measured),
        Workload.of("10 ms", new Latency(10, 0), 3_000, warmUp, measured),
        Workload.of("0 ms", new Latency(0, 0), 12_000, warmUp, measured));
  }

  /** One change at a time from fifty milliseconds. */
  static List<Workload> variations(Duration warmUp, Duration measured) {
    Workload usual = Workload.of("50 ms", USUAL, MOST, warmUp, measured);
    // Repeated commands are answered without a call.
    Workload repeated = Workload.of("50 ms", USUAL, 6_000, warmUp, measured);
    return List.of(
        Workload.of("200 ms", FAR, MOST, warmUp, measured),
        Workload.of("log-normal", new Latency(50, 0.8), MOST, warmUp, measured),
        named("1 partition", usual.withPartitions(1)),
        named("4 partitions", usual.withPartitions(4)),
        named("16 partitions", usual.withPartitions(16)),
        named("1000 snapshots", repeated.withKeys(Keys.UNIFORM)),
        named("1000 snapshots Zipf", repeated.withKeys(Keys.ZIPF)),
        named("TLS", usual.throughTls()));
  }

  /** Ever more workers on the same partitions. */
  static List<Workload> scale(Duration warmUp, Duration measured) {
    Workload far = Workload.of("200 ms", FAR, MOST, warmUp, measured).withPartitions(16);
    return Stream.of(1, 2, 4)
        .map(workers -> named("workers: " + workers, far.withWorkers(workers)))
        .toList();
  }

  private static Workload named(String name, Workload of) {
    return new Workload(
        name,
        of.latency(),
        of.tls(),
        of.partitions(),
        of.keys(),
        of.workers(),
        of.backlog(),
        of.warmUp(),
        of.measured(),
        of.callsInFlight());
  }
}
