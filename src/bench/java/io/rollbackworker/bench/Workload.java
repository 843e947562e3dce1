package io.rollbackworker.bench;

import java.time.Duration;

/**
 * What is asked of each arm.
 *
 * @param backlog commands that lie there before it starts: more than it can do meanwhile
 * @param warmUp from its first outcome
 * @param measured after that
 * @param callsInFlight at most so many, at once
 */
record Workload(
    String name,
    Latency latency,
    int partitions,
    int backlog,
    Duration warmUp,
    Duration measured,
    int callsInFlight) {
  static final int CALLS_OF_A_COMMAND = 3;

  /** Commands per second that the cap allows; without latency there is none. */
  double limitPerSecond() {
    return latency.medianMillis() == 0
        ? Double.NaN
        : callsInFlight / (CALLS_OF_A_COMMAND * latency.medianMillis() / 1_000);
  }
}
