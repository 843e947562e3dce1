package io.rollbackworker.bench;

import io.rollbackworker.bench.FleetModel.Waits;
import java.util.ArrayList;
import java.util.List;

/** Fleets too large for this machine. */
final class PaperRun {
  private static final int PARTITIONS = 1_000;
  private static final double DAY_SECONDS = 86_400;
  private static final int A_DAYS_COMMANDS = 1_000_000;
  private static final int AFTER_RANSOMWARE = 5_000;

  /** Of the model's mean wait to that of theory. */
  private static final double TOLERATED = 0.05;

  private PaperRun() {}

  /**
   * @param day waits of a million commands in a day
   * @param burst the same of five thousand at once
   */
  record Planned(int workers, double serviceSeconds, Waits day, Waits burst) {}

  /**
   * With the default limits of one project.
   *
   * @throws IllegalStateException when the model does not do what theory says
   */
  static List<Planned> plan() {
    List<Planned> plans = new ArrayList<>();
    for (int workers : List.of(1, 4, 10, 100)) {
      FleetModel fleet = new FleetModel(workers, PARTITIONS, 20, 96, 0.05);
      double perSecond = A_DAYS_COMMANDS / DAY_SECONDS;
      Waits day = fleet.steady(perSecond, A_DAYS_COMMANDS, Latency.random());
      double theory = fleet.meanWaitInTheory(perSecond);
      if (Math.abs(day.mean() / theory - 1) > TOLERATED) {
        throw new IllegalStateException("theory says " + theory + " s, the model " + day);
      }
      Waits burst = fleet.burst(AFTER_RANSOMWARE, Latency.random());
      plans.add(new Planned(workers, fleet.serviceSeconds(), day, burst));
    }
    return plans;
  }
}
