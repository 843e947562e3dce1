package io.rollbackworker.proof.chaos;

import io.rollbackworker.audit.Report;
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
}
