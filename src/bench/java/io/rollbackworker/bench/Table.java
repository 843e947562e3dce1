package io.rollbackworker.bench;

import io.rollbackworker.bench.micro.MicroRun;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What was measured, in Markdown: medians of the forks, and how far these lie apart. */
final class Table {
  private Table() {}

  static String of(List<Measured> runs) {
    return """
    | API | arm | commands/s (least to most) | of the limit | worker, µs | broker, µs | API, µs | calls | in flight | allocated, KiB | memory, MiB | first, s |
    |---|---|---|---|---|---|---|---|---|---|---|---|
    """
        + groups(runs, run -> List.of(run.workload(), run.arm())).stream()
            .map(Table::row)
            .collect(Collectors.joining());
  }

  private static String row(List<Measured> forks) {
    Measured any = forks.getFirst();
    double limit = Medians.of(forks, Measured::shareOfLimit);
    return "| %s | %s | %.0f%s | %s | %.0f | %.0f | %.0f | %.1f | %d | %.0f | %.0f | %.1f |%n"
        .formatted(
            any.workload(),
            any.arm(),
            Medians.of(forks, Measured::perSecond),
            forks.size() == 1 ? "" : spread(forks),
            Double.isNaN(limit) ? "" : "%.0f %%".formatted(100 * limit),
            Medians.of(forks, Measured::workerMicros),
            Medians.of(forks, Measured::brokerMicros),
            Medians.of(forks, Measured::apiMicros),
            Medians.of(forks, Measured::callsPerCommand),
            forks.stream().mapToInt(Measured::mostInFlight).max().orElseThrow(),
            Medians.of(forks, Measured::allocatedBytes) / 1_024,
            Medians.of(forks, Measured::mostMemoryMib),
            Medians.of(forks, Measured::firstSeconds));
  }

  private static String spread(List<Measured> forks) {
    var rates = forks.stream().mapToDouble(Measured::perSecond).summaryStatistics();
    return " (%.0f to %.0f)".formatted(rates.getMin(), rates.getMax());
  }

  static String ofOpened(List<Opened> runs) {
    return """
    | commands/s | arm | p50, ms | p90 | p99 | p99.9 | a commit, ms | p50, commits | p99, commits |
    |---|---|---|---|---|---|---|---|---|
    """
        + groups(runs, run -> List.of(run.perSecond(), run.arm())).stream()
            .map(Table::openedRow)
            .collect(Collectors.joining());
  }

  private static String openedRow(List<Opened> forks) {
    return "| %d | %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |%n"
        .formatted(
            forks.getFirst().perSecond(),
            forks.getFirst().arm(),
            Medians.of(forks, Opened::p50),
            Medians.of(forks, Opened::p90),
            Medians.of(forks, Opened::p99),
            Medians.of(forks, Opened::p999),
            Medians.of(forks, Opened::commitMillis),
            Medians.of(forks, run -> run.p50() / run.commitMillis()),
            Medians.of(forks, run -> run.p99() / run.commitMillis()));
  }

  static String ofLived(List<Lived> runs) {
    return """
    | arm | start to first call, s | idle, first minute, % of a core | idle, second minute, % | failover, s | demo's stack to first outcome, s |
    |---|---|---|---|---|---|
    """
        + groups(runs, Lived::arm).stream().map(Table::livedRow).collect(Collectors.joining());
  }

  private static String livedRow(List<Lived> forks) {
    return "| %s | %.1f | %.1f | %.1f | %.1f | %.1f |%n"
        .formatted(
            forks.getFirst().arm(),
            Medians.of(forks, Lived::startSeconds),
            Medians.of(forks, Lived::youngPercent),
            Medians.of(forks, Lived::idlePercent),
            Medians.of(forks, Lived::failoverSeconds),
            Medians.of(forks, Lived::stackSeconds));
  }

  static String ofPlanned(List<PaperRun.Planned> plans) {
    return """
    | workers | one rollback of a worker every, s | a million a day: wait p50, s | p99, s | 5,000 at once: p50, s | p99, s | last, s |
    |---|---|---|---|---|---|---|
    """
        + plans.stream().map(Table::plannedRow).collect(Collectors.joining());
  }

  private static String plannedRow(PaperRun.Planned plan) {
    return "| %d | %.2f | %.2f | %.2f | %.0f | %.0f | %.0f |%n"
        .formatted(
            plan.workers(),
            plan.serviceSeconds(),
            plan.day().p50(),
            plan.day().p99(),
            plan.burst().p50(),
            plan.burst().p99(),
            plan.burst().last());
  }

  static String ofSteps(List<MicroRun.Step> steps) {
    return """
    | step | µs | ± |
    |---|---|---|
    """
        + steps.stream()
            .map(
                step ->
                    "| %s | %.2f | %.2f |%n".formatted(step.name(), step.micros(), step.error()))
            .collect(Collectors.joining());
  }

  private static <T, K> Collection<List<T>> groups(List<T> runs, Function<T, K> key) {
    return runs.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** Sums of the forks, for ten thousand commands. */
  static String ofKilled(List<Killed> runs) {
    return """
    | arm | kills | commands | carried out twice | lost | carried out, not told | wrong answers | in doubt |
    |---|---|---|---|---|---|---|---|
    """
        + groups(runs, Killed::arm).stream().map(Table::killedRow).collect(Collectors.joining());
  }

  private static String killedRow(List<Killed> forks) {
    return "| %s | %d | %d | %s | %s | %s | %s | %s |%n"
        .formatted(
            forks.getFirst().arm(),
            forks.stream().mapToInt(Killed::kills).sum(),
            forks.stream().mapToInt(Killed::commands).sum(),
            of10000(forks, Killed::twice),
            of10000(forks, Killed::lost),
            of10000(forks, Killed::unanswered),
            of10000(forks, Killed::wrong),
            of10000(forks, Killed::doubtful));
  }

  static String ofRestored(List<Restored> runs) {
    return """
    | entries | first in a process, s | third, s |
    |---|---|---|
    """
        + groups(runs, Restored::entries).stream()
            .map(Table::restoredRow)
            .collect(Collectors.joining());
  }

  private static String restoredRow(List<Restored> forks) {
    return "| %d | %.2f | %.2f |%n"
        .formatted(
            forks.getFirst().entries(),
            Medians.of(forks, Restored::coldSeconds),
            Medians.of(forks, Restored::warmSeconds));
  }

  private static String of10000(List<Killed> forks, ToDoubleFunction<Killed> figure) {
    double commands = forks.stream().mapToInt(Killed::commands).sum();
    return "%.1f".formatted(10_000 * forks.stream().mapToDouble(figure).sum() / commands);
  }
}
