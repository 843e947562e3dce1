package io.rollbackworker.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A fleet on paper: commands for one project come at random moments to random partitions, and each
 * worker carries out its own one after the other, at its share of the project's quota or of its
 * calls in flight, whichever is less. Nothing else of a worker is modelled, for nothing else is
 * near its limit.
 *
 * @param rollbacksPerSecond the project's quota
 * @param callsInFlight of the project
 * @param callSeconds of the API
 */
record FleetModel(
    int workers, int partitions, double rollbacksPerSecond, int callsInFlight, double callSeconds) {

  /** From a command's arrival to its turn, in seconds; when the last has had its turn. */
  record Waits(double mean, double p50, double p99, double last) {}

  /** Between two rollbacks of a worker. */
  double serviceSeconds() {
    double calls = Math.max(1, callsInFlight / workers);
    return Math.max(
        workers / rollbacksPerSecond, Workload.CALLS_OF_A_COMMAND * callSeconds / calls);
  }

  /** All at once. */
  Waits burst(int commands, RandomGenerator random) {
    return waits(new double[commands], random);
  }

  /** As a Poisson process. */
  Waits steady(double perSecond, int commands, RandomGenerator random) {
    double[] arrivals = new double[commands];
    for (int i = 1; i < commands; i++) {
      arrivals[i] = arrivals[i - 1] + random.nextExponential() / perSecond;
    }
    return waits(arrivals, random);
  }

  /** Lindley's recursion for each worker: who comes waits until all before it are served. */
  private Waits waits(double[] arrivals, RandomGenerator random) {
    double[] freeAt = new double[workers];
    double[] waits = new double[arrivals.length];
    double last = 0;
    for (int i = 0; i < arrivals.length; i++) {
      int worker = random.nextInt(partitions) % workers;
      double start = Math.max(arrivals[i], freeAt[worker]);
      freeAt[worker] = start + serviceSeconds();
      waits[i] = start - arrivals[i];
      last = Math.max(last, start);
    }
    Arrays.sort(waits);
    return new Waits(
        Arrays.stream(waits).average().orElseThrow(),
        waits[waits.length / 2],
        waits[waits.length / 100 * 99],
        last);
  }

  /** What queueing theory says of {@link #steady} (Pollaczek and Khinchine, M/D/1). */
  double meanWaitInTheory(double perSecond) {
    double used = perSecond / workers * serviceSeconds();
    return used * serviceSeconds() / (2 * (1 - used));
  }
}
