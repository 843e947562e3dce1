package io.rollbackworker.proof.chaos;

import io.rollbackworker.audit.History;
import io.rollbackworker.audit.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report of a run, in Markdown. */
final class ChaosReport {
  private ChaosReport() {}

  static List<String> lines(
      ChaosSettings settings,
      Map<String, Integer> disturbances,
      Report report,
      int written,
      List<String> destroyed) {
    List<String> lines = new ArrayList<>();
    lines.add("# A run under chaos");
    lines.add("");
    lines.add(
        "%s, seed %d, %d broker(s), %d partitions, %d commands for %d snapshots."
            .formatted(
                settings.duration(),
                settings.seed(),
                settings.brokers(),
                settings.partitions(),
                settings.commands(),
                settings.snapshots()));
    lines.add("Again: `" + settings.command() + "`. The seed decides commands and disturbances;");
    lines.add("what meets what is decided by the machine.");
    lines.add("");
    lines.addAll(report.lines());
    lines.add("");
    lines.add(
        "Data written after a completed rollback: %d volumes, **%d** of them destroyed."
            .formatted(written, destroyed.size()));
    destroyed.forEach(d -> lines.add("- " + d));
    lines.add("");
    lines.add("## What was done to it");
    lines.add("");
    lines.add("| disturbance | times |");
    lines.add("|---|---|");
    disturbances.forEach((kind, count) -> lines.add("| " + kind + " | " + count + " |"));
    return lines;
  }

  /** What they did, and how long commands waited meanwhile, by the workers' clocks. */
  static List<String> hostile(Map<String, Integer> done, History history) {
    List<Duration> waits =
        history.outcomes().stream()
            .filter(o -> o.told().revision() == 1 || o.duplicateOf() != null)
            .map(o -> Duration.between(o.subject().origin().timestamp(), o.told().time()))
            .sorted()
            .toList();
    List<String> lines = new ArrayList<>(List.of("", "## Hostile requesters", ""));
    lines.add("| what they did | times |");
    lines.add("|---|---|");
    done.forEach((what, count) -> lines.add("| " + what + " | " + count + " |"));
    lines.add("");
    lines.add(
        "From a command's append to its answer: p50 %d s, p99 %d s, longest %d s."
            .formatted(
                waits.get(waits.size() / 2).toSeconds(),
                waits.get(waits.size() * 99 / 100).toSeconds(),
                waits.getLast().toSeconds()));
    return lines;
  }
}
