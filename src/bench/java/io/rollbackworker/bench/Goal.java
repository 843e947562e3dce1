package io.rollbackworker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a figure should be.
 *
 * @param bar at least this, or at most where less is better
 * @param goal better than that
 */
record Goal(String name, double value, double bar, double goal, boolean moreIsBetter) {

  /** Those of the table, for one arm beside the others of the same runs. */
  static List<Goal> of(Medians all, String ours) {
    ToDoubleFunction<Measured> rate = Measured::perSecond;
    ToDoubleFunction<Measured> worker = Measured::workerMicros;
    String plain = Arm.PLAIN.name;
    String parallel = Arm.PARALLEL_CONSUMER.name;
    return List.of(
        more("50 ms: of the limit", all.of("50 ms", ours, Measured::shareOfLimit), 0.87, 0.95),
        more(
            "50 ms: rate, of Parallel Consumer's",
            all.ratio("50 ms", ours, parallel, rate),
            0.9,
            1),
        less(
            "50 ms: CPU of the worker, of plain's",
            all.ratio("50 ms", ours, plain, worker),
            2,
            1.5),
        more("10 ms: rate, of plain's", all.ratio("10 ms", ours, plain, rate), 0.6, 1),
        less("0 ms: CPU of the worker, of plain's", all.ratio("0 ms", ours, plain, worker), 3, 1.5),
        less(
            "0 ms: CPU of the broker, of plain's",
            all.ratio("0 ms", ours, plain, Measured::brokerMicros),
            5,
            3),
        less(
            "50 ms: calls of a command, watch included",
            all.of("50 ms", ours, Measured::callsPerCommand),
            4,
            3.2));
  }

  /** Of one arm. */
  static List<Goal> ofLived(List<Lived> lives) {
    return List.of(
        less("start to first call, s", Medians.of(lives, Lived::startSeconds), 2.5, 1.5),
        less("idle, first minute, % of a core", Medians.of(lives, Lived::youngPercent), 1, 0.3),
        less("failover, s", Medians.of(lives, Lived::failoverSeconds), 8, 4),
        less("demo's stack to first outcome, s", Medians.of(lives, Lived::stackSeconds), 5, 3));
  }

  /** In commits: at the median, and at 99 % above plain's. */
  static List<Goal> ofOpened(List<Opened> runs) {
    List<Goal> goals = new ArrayList<>();
    for (int perSecond : runs.stream().map(Opened::perSecond).distinct().toList()) {
      List<Opened> ours = of(runs, perSecond, Arm.OURS);
      List<Opened> plain = of(runs, perSecond, Arm.PLAIN);
      double commit = Medians.of(ours, Opened::commitMillis);
      double p50 = Medians.of(ours, Opened::p50) / commit;
      double p99 = (Medians.of(ours, Opened::p99) - Medians.of(plain, Opened::p99)) / commit;
      goals.add(less("own time at %d/s, p50, commits".formatted(perSecond), p50, 3, 2));
      goals.add(
          less("own time at %d/s, p99 above plain's, commits".formatted(perSecond), p99, 6, 3));
    }
    return goals;
  }

  private static List<Opened> of(List<Opened> runs, int perSecond, Arm arm) {
    return runs.stream()
        .filter(run -> run.perSecond() == perSecond && run.arm().equals(arm.name))
        .toList();
  }

  /** Of reading a partition's ledger. */
  static List<Goal> ofRestored(List<Restored> restores) {
    return restores.stream()
        .map(Restored::entries)
        .distinct()
        .map(
            entries -> {
              double seconds =
                  Medians.of(
                      restores.stream().filter(one -> one.entries() == entries).toList(),
                      Restored::coldSeconds);
              double bar = entries < 1_000_000 ? 1.5 : 12;
              double goal = entries < 1_000_000 ? 0.7 : 6;
              return less(
                  "reading %,d entries of a partition, s".formatted(entries), seconds, bar, goal);
            })
        .toList();
  }

  private static Goal more(String name, double value, double bar, double goal) {
    return new Goal(name, value, bar, goal, true);
  }

  private static Goal less(String name, double value, double bar, double goal) {
    return new Goal(name, value, bar, goal, false);
  }

  private boolean reaches(double mark) {
    return moreIsBetter ? value >= mark : value <= mark;
  }

  String row() {
    String met = reaches(goal) ? "goal met" : reaches(bar) ? "bar met" : "**not met**";
    String sign = moreIsBetter ? "≥" : "≤";
    return "| %s | %.2f | %s %.4s | %s %.4s | %s |%n"
        .formatted(name, value, sign, bar, sign, goal, met);
  }
}
