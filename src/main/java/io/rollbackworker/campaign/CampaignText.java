package io.rollbackworker.campaign;

import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.request.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A campaign for people: what it would do, and how far it is. */
public final class CampaignText {
  private static final int BAR = 20;

  private CampaignText() {}

  /** What the sweep found, before a person says whether it begins. */
  public static List<String> question(List<Request> plan, Terms terms, Results results) {
    List<String> lines = found(plan, results);
    lines.add(
        "  "
            + (terms.canary() == 0
                ? "No canary; waves"
                : "%,d disks first, all of which must be completed; %s later waves"
                    .formatted(terms.canary(), inWords(terms.pause())))
            + " of %,d; none further with more than %,d rejected, failed, doubtful or unknown."
                .formatted(terms.wave(), terms.limit()));
    return lines;
  }

  /** What the sweep found. */
  public static List<String> found(List<Request> plan, Results results) {
    List<Result.Checked> checks =
        plan.stream().flatMap(request -> results.checked(request.id()).stream()).toList();
    List<String> lines = new ArrayList<>();
    lines.add("%,d disks are listed:".formatted(plan.size()));
    for (Would would : Would.values()) {
      long count = checks.stream().filter(c -> c.would() == would).count();
      if (count > 0) {
        lines.add("%,8d  %s%s".formatted(count, meaning(would), codes(checks, would)));
      }
    }
    lines.add("  " + loss(checks));
    return lines;
  }

  private static String meaning(Would would) {
    return switch (would) {
      case PROCEED -> "would be rolled back";
      case WAIT -> "cannot be rolled back yet, and would be waited for";
      case REJECT -> "would be rejected, and are left out";
      case DUPLICATE -> "were rolled back within the window, and are left out";
      case IN_FLIGHT -> "have another command under way, and are left out";
      case IN_DOUBT -> "have a command in doubt, and are left out";
    };
  }

  private static String codes(List<Result.Checked> checks, Would would) {
    var counts =
        checks.stream()
            .filter(c -> c.would() == would)
            .map(Result.Checked::error)
            .filter(Objects::nonNull)
            .collect(
                Collectors.groupingBy(OutcomeError::code, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(e -> "%,d %s".formatted(e.getValue(), e.getKey()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String loss(List<Result.Checked> checks) {
    List<String> made =
        checks.stream().map(Result.Checked::losesSince).filter(Objects::nonNull).sorted().toList();
    return made.isEmpty()
        ? "Since when data would be lost, the cloud does not say."
        : made.getFirst().equals(made.getLast())
            ? "Lost is what was written since " + made.getFirst() + " UTC, until now."
            : "Lost is what was written since the snapshots were made, from %s to %s UTC, until now."
                .formatted(made.getFirst(), made.getLast());
  }

  /** One line. */
  public static String progress(
      Standings standings, Pace pace, double quotaPerSecond, String waitsFor) {
    long all = standings.of().size();
    long unchecked = standings.count(Standing.UNCHECKED);
    // As long as the sweep asks, it is the sweep that gets on.
    long over = all - (unchecked > 0 ? unchecked : standings.left());
    int full = (int) (BAR * over / Math.max(1, all));
    String eta =
        pace.eta()
            .map(
                left ->
                    String.format(
                        Locale.ROOT, ", %.1f/s, about %s left", pace.perSecond(), inWords(left)))
            .or(
                () ->
                    pace.atLeast(quotaPerSecond)
                        .map(left -> ", at least " + inWords(left) + " left"))
            .orElse("");
    return "[%s%s] %d %%  %s%s; waits for %s"
        .formatted(
            "#".repeat(full),
            ".".repeat(BAR - full),
            100 * over / Math.max(1, all),
            standings.inWords(),
            eta,
            waitsFor);
  }

  /** For example {@code 2 min}. */
  static String inWords(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 100
        ? seconds + " s"
        : seconds < 6_000
            ? (seconds + 30) / 60 + " min"
            : String.format(Locale.ROOT, "%.1f h", seconds / 3_600.0);
  }
}
