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
    double limit = median(forks, Measured::shareOfLimit);
    return "| %s | %s | %.0f (%.0f to %.0f) | %s | %.0f | %.0f | %.1f | %d | %.0f | %.1f |%n"
        .formatted(
            any.workload(),
            any.arm(),
            median(forks, Measured::perSecond),
            forks.stream().mapToDouble(Measured::perSecond).min().orElseThrow(),
            forks.stream().mapToDouble(Measured::perSecond).max().orElseThrow(),
            Double.isNaN(limit) ? "" : "%.0f %%".formatted(100 * limit),
            median(forks, Measured::workerMicros),
            median(forks, Measured::brokerMicros),
            median(forks, Measured::callsPerCommand),
            forks.stream().mapToInt(Measured::mostInFlight).max().orElseThrow(),
            median(forks, Measured::mostMemoryMib),
            median(forks, Measured::firstSeconds));
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
                            median(size.getValue(), Restored::coldSeconds),
                            median(size.getValue(), Restored::warmSeconds)))
            .collect(Collectors.joining());
  }

  private static String of10000(List<Killed> forks, ToDoubleFunction<Killed> figure) {
    double commands = forks.stream().mapToInt(Killed::commands).sum();
    return "%.1f".formatted(10_000 * forks.stream().mapToDouble(figure).sum() / commands);
  }

  private static <T> double median(List<T> forks, ToDoubleFunction<T> figure) {
    double[] sorted = forks.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
