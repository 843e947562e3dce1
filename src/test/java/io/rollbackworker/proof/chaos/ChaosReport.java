package io.rollbackworker.proof.chaos;

import io.rollbackworker.audit.History;
import io.rollbackworker.audit.Report;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The report of a run, in Markdown. */
final class ChaosReport {
  private static final int LONGEST = 10;

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

  /** What they did, and how long the others waited meanwhile, by the workers' clocks. */
  static List<String> hostile(Map<String, Integer> done, History history) {
    List<Outcome> answers =
        history.outcomes().stream()
            .filter(o -> o.told().revision() == 1 || o.duplicateOf() != null)
            .filter(o -> !Hostile.asked(o.subject().commandId()))
            .sorted(Comparator.comparing(ChaosReport::waited))
            .toList();
    List<String> lines = new ArrayList<>(List.of("", "## Hostile requesters", ""));
    lines.add("| what they did | times |");
    lines.add("|---|---|");
    done.forEach((what, count) -> lines.add("| " + what + " | " + count + " |"));
    lines.add("");
    lines.add(
        "From the append of another's command to its answer: p50 %d s, p99 %d s. The longest:"
            .formatted(
                waited(answers.get(answers.size() / 2)).toSeconds(),
                waited(answers.get(answers.size() * 99 / 100)).toSeconds()));
    lines.add("");
    answers.reversed().stream()
        .limit(LONGEST)
        .forEach(o -> lines.add("- " + waited(o).toSeconds() + " s: " + OutcomeText.of(o)));
    return lines;
  }

  private static Duration waited(Outcome outcome) {
    return Duration.between(outcome.subject().origin().timestamp(), outcome.told().time());
  }
}
