package io.rollbackworker.bench;

import java.time.Duration;

/**
 * What is asked of each arm.
 *
 * @param tls the API is reached through TLS
 * @param workers processes that share the work
 * @param backlog commands that lie there before it starts: more than it can do meanwhile
 * @param warmUp from its first outcome
 * @param measured after that
 * @param callsInFlight of each worker at most so many, at once
 */
record Workload(
    String name,
    Latency latency,
    boolean tls,
    int partitions,
    Keys keys,
    int workers,
    int backlog,
    Duration warmUp,
    Duration measured,
    int callsInFlight) {
  private static final int PARTITIONS = 12;
  private static final int CALLS_IN_FLIGHT = 64;
  static final int CALLS_OF_A_COMMAND = 3;

  /**
   * One worker, twelve partitions, a snapshot for each command.
   *
   * @param mostPerSecond more than any arm does
   */
  static Workload of(
      String name, Latency latency, int mostPerSecond, Duration warmUp, Duration measured) {
    int seconds = Math.toIntExact(warmUp.plus(measured).toSeconds()) + 1;
    return new Workload(
        name,
        latency,
        false,
        PARTITIONS,
        Keys.DISTINCT,
        1,
        mostPerSecond * seconds,
        warmUp,
        measured,
        CALLS_IN_FLIGHT);
  }

  Workload throughTls() {
    return new Workload(
        name, latency, true, partitions, keys, workers, backlog, warmUp, measured, callsInFlight);
  }

  Workload withPartitions(int other) {
    return new Workload(
        name, latency, tls, other, keys, workers, backlog, warmUp, measured, callsInFlight);
  }

  Workload withKeys(Keys other) {
    return new Workload(
        name, latency, tls, partitions, other, workers, backlog, warmUp, measured, callsInFlight);
  }

  Workload withWorkers(int other) {
    return new Workload(
        name, latency, tls, partitions, keys, other, backlog, warmUp, measured, callsInFlight);
  }

  /** Commands per second that the caps allow; without latency there is none. */
  double limitPerSecond() {
    return latency.medianMillis() == 0
        ? Double.NaN
        : workers * callsInFlight / (CALLS_OF_A_COMMAND * latency.meanMillis() / 1_000);
  }
}
