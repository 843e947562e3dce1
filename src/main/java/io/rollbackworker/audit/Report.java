package io.rollbackworker.audit;

import io.rollbackworker.audit.Violation.Promise;
import io.rollbackworker.ledger.ChainTip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What an audit found. */
public record Report(Figures figures, List<Violation> violations, Map<Integer, ChainTip> tips) {
  private static final int MAX_SHOWN = 100;
  private static final String TIP = "tip of partition ";

  public static Report of(History history, AuditSettings rules) {
    Stories stories = new Stories(history);
    List<Violation> violations = new ArrayList<>();
    BiConsumer<Promise, Check> run =
        (promise, check) ->
            check.check(history, stories, what -> violations.add(new Violation(promise, what)));
    run.accept(Promise.P1_ONE_EFFECT, new OneEffectCheck());
    run.accept(Promise.P2_TRUTH, new TruthCheck(rules.tolerance()));
    run.accept(Promise.P2_TRUTH, new LedgerCheck());
    run.accept(Promise.P3_AN_ANSWER_FOR_EVERY_COMMAND, new AnswersCheck(rules.greatestAge()));
    run.accept(Promise.P4_IDEMPOTENCY, new IdempotencyCheck(rules.window()));
    run.accept(Promise.P4_IDEMPOTENCY, new DuplicatesCheck());
    run.accept(Promise.P5_NOTHING_STALE, new DeadlineCheck(rules.greatestAge(), rules.tolerance()));
    history.trail().flaws().forEach(flaw -> violations.add(new Violation(Promise.THE_TRAIL, flaw)));
    return new Report(
        Figures.of(history, stories), List.copyOf(violations), history.trail().tips());
  }

  /** For people; lines of Markdown. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("| figure | |", "|---|---|"));
    row(lines, "commands", figures.commands());
    row(lines, "unreadable records", figures.unreadable());
    row(lines, "forwarded to their partition", figures.forwarded());
    figures.answers().forEach((answer, count) -> row(lines, "first told " + answer, count));
    row(lines, "duplicates suppressed", figures.duplicates());
    row(lines, "effects at the cloud", figures.effects() < 0 ? "not known" : figures.effects());
    row(lines, "ever in doubt", figures.inDoubt() + share());
    figures.doubtCauses().forEach((cause, count) -> row(lines, "doubt: " + cause, count));
    row(lines, "still in doubt", figures.stillInDoubt());
    figures.truthBy().forEach((who, count) -> row(lines, "doubt ended by " + who, count));
    row(lines, "time from doubt to truth without an operator, p50", quantile(0.50));
    row(lines, "time from doubt to truth without an operator, p99", quantile(0.99));
    row(lines, "not answered yet", figures.unanswered());
    row(lines, "**violations**", "**" + violations.size() + "**");
    new TreeMap<>(tips).forEach((partition, tip) -> row(lines, TIP + partition, tip.text()));
    violations.stream().limit(MAX_SHOWN).forEach(v -> lines.add("- " + v));
    return lines;
  }

  /**
   * The tips in what {@link #lines} made once.
   *
   * @throws IllegalArgumentException when a line of one cannot be read
   */
  public static Map<Integer, ChainTip> tips(List<String> lines) {
    Map<Integer, ChainTip> tips = new TreeMap<>();
    for (String line : lines) {
      List<String> cells = List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
      if (cells.size() > 2 && cells.get(1).startsWith(TIP)) {
        tips.put(
            Integer.valueOf(cells.get(1).substring(TIP.length())), ChainTip.parse(cells.get(2)));
      }
    }
    if (tips.isEmpty()) {
      throw new IllegalArgumentException(
          "it has no line such as | tip of partition 0 | 12;HASH;TIME |, as audit prints it"
              + " (without --json)");
    }
    return tips;
  }

  private static void row(List<String> lines, String figure, Object value) {
    lines.add("| " + figure + " | " + value + " |");
  }

  private String share() {
    return figures.commands() == 0
        ? ""
        : String.format(Locale.ROOT, " (%.2f %%)", 100.0 * figures.inDoubt() / figures.commands());
  }

  private String quantile(double part) {
    List<Duration> sorted = figures.timesToTruth();
    return sorted.isEmpty()
        ? "none"
        : sorted.get((int) Math.ceil(part * sorted.size()) - 1).toMillis() + " ms";
  }
}
