package io.rollbackworker.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What was measured, in Markdown: medians of the forks, and how far these lie apart. */
final class Table {
  private Table() {}

  static String of(List<Measured> runs) {
    Map<List<String>, List<Measured>> cells =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> List.of(run.workload(), run.arm()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return """
    | API | arm | commands/s (least to most) | of the limit | worker, µs | broker, µs | calls | in flight | memory, MiB | first, s |
    |---|---|---|---|---|---|---|---|---|---|
    """
        + cells.values().stream().map(Table::row).collect(Collectors.joining());
  }

  private static String row(List<Measured> forks) {
    Measured any = forks.getFirst();
    double limit = Medians.of(forks, Measured::shareOfLimit);
    return "| %s | %s | %.0f%s | %s | %.0f | %.0f | %.1f | %d | %.0f | %.1f |%n"
        .formatted(
            any.workload(),
            any.arm(),
            Medians.of(forks, Measured::perSecond),
            forks.size() == 1 ? "" : spread(forks),
            Double.isNaN(limit) ? "" : "%.0f %%".formatted(100 * limit),
            Medians.of(forks, Measured::workerMicros),
            Medians.of(forks, Measured::brokerMicros),
            Medians.of(forks, Measured::callsPerCommand),
            forks.stream().mapToInt(Measured::mostInFlight).max().orElseThrow(),
            Medians.of(forks, Measured::mostMemoryMib),
            Medians.of(forks, Measured::firstSeconds));
  }

  private static String spread(List<Measured> forks) {
    var rates = forks.stream().mapToDouble(Measured::perSecond).summaryStatistics();
    return " (%.0f to %.0f)".formatted(rates.getMin(), rates.getMax());
  }

  /** Sums of the forks, for ten thousand commands. */
  static String ofKilled(List<Killed> runs) {
    Map<String, List<Killed>> arms =
        runs.stream()
            .collect(Collectors.groupingBy(Killed::arm, LinkedHashMap::new, Collectors.toList()));
    return """
    | arm | kills | commands | carried out twice | lost | carried out, not told | wrong answers | in doubt |
    |---|---|---|---|---|---|---|---|
    """
        + arms.values().stream().map(Table::killedRow).collect(Collectors.joining());
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
    Map<Integer, List<Restored>> sizes =
        runs.stream()
            .collect(
                Collectors.groupingBy(Restored::entries, LinkedHashMap::new, Collectors.toList()));
    return """
    | entries | first in a process, s | third, s |
    |---|---|---|
    """
        + sizes.entrySet().stream()
            .map(
                size ->
                    "| %d | %.2f | %.2f |%n"
                        .formatted(
                            size.getKey(),
                            Medians.of(size.getValue(), Restored::coldSeconds),
                            Medians.of(size.getValue(), Restored::warmSeconds)))
            .collect(Collectors.joining());
  }

  private static String of10000(List<Killed> forks, ToDoubleFunction<Killed> figure) {
    double commands = forks.stream().mapToInt(Killed::commands).sum();
    return "%.1f".formatted(10_000 * forks.stream().mapToDouble(figure).sum() / commands);
  }
}
