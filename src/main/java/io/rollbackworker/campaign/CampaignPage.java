package io.rollbackworker.campaign;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.rollbackworker.command.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as one page that needs nothing else: a chart of progress, and what failed and why. */
public final class CampaignPage {
  private static final int WIDTH = 880;
  private static final int HEIGHT = 240;
  private static final int POINTS = 400;

  private CampaignPage() {}

  public static String of(CampaignReport report) {
    String sub =
        "%,d disks, begun %s by %s; as of %s%s"
            .formatted(
                report.disks(),
                report.openedAt().truncatedTo(SECONDS),
                report.requestedBy(),
                report.reportedAt().truncatedTo(SECONDS),
                report.stopped() == null ? "" : "; stopped: " + report.stopped().reason());
    String counts =
        report.counts().entrySet().stream()
            .map(e -> "<li><b>%,d</b> %s</li>".formatted(e.getValue(), text(e.getKey())))
            .collect(Collectors.joining());
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Campaign %1$s</title>
    <style>
    :root { color-scheme: light dark; }
    body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.5rem; margin-bottom: 0; }
    .sub { color: GrayText; margin-top: .2rem; }
    .counts { display: flex; flex-wrap: wrap; gap: 1.5rem; padding: 0; list-style: none; }
    .counts b { display: block; font-size: 1.6rem; }
    svg { width: 100%%; height: auto; }
    .axis { stroke: GrayText; stroke-width: 1; }
    .over { fill: none; stroke: #1a7f37; stroke-width: 2; }
    .bad { fill: none; stroke: #cf222e; stroke-width: 2; }
    text { fill: GrayText; font-size: 12px; }
    table { border-collapse: collapse; width: 100%%; font-size: .9rem; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884; }
    td:first-child { font-family: ui-monospace, monospace; white-space: nowrap; }
    </style>
    </head>
    <body>
    <h1>Campaign %1$s</h1>
    <p class="sub">%2$s</p>
    <ul class="counts">%3$s</ul>
    <h2>Progress</h2>
    %4$s
    <h2>What went wrong</h2>
    %5$s
    </body>
    </html>
    """
        .formatted(text(report.campaign()), text(sub), counts, chart(report), table(report));
  }

  /** How many disks were over, and how many of them badly, over time. */
  private static String chart(CampaignReport report) {
    List<Results.Moment> moments = report.moments();
    if (moments.isEmpty()) {
      return "<p>Nothing was answered yet.</p>";
    }
    Instant from = moments.getFirst().at();
    double span = Math.max(1, Duration.between(from, moments.getLast().at()).toMillis());
    StringBuilder over = new StringBuilder();
    StringBuilder bad = new StringBuilder();
    Set<Object> ended = new HashSet<>();
    Set<Object> wrong = new HashSet<>();
    int step = Math.max(1, moments.size() / POINTS);
    for (int i = 0; i < moments.size(); i++) {
      Results.Moment moment = moments.get(i);
      set(ended, moment, moment.standing().isOver());
      set(wrong, moment, moment.standing().isBad());
      if (i % step == 0 || i == moments.size() - 1) {
        double x = WIDTH * Duration.between(from, moment.at()).toMillis() / span;
        point(over, x, ended.size(), report.disks());
        point(bad, x, wrong.size(), report.disks());
      }
    }
    return """
    <svg viewBox="-60 -10 %d %d" role="img" aria-label="Disks over time">
    <line class="axis" x1="0" y1="%3$d" x2="%4$d" y2="%3$d"/><line class="axis" x1="0" y1="0" x2="0" y2="%3$d"/>
    <polyline class="over" points="%5$s"/><polyline class="bad" points="%6$s"/>
    <text x="-8" y="10" text-anchor="end">%7$,d</text><text x="-8" y="%3$d" text-anchor="end">0</text>
    <text x="0" y="%8$d">%9$s</text><text x="%4$d" y="%8$d" text-anchor="end">%10$s</text>
    <text x="%11$d" y="%8$d" text-anchor="middle">green: over; red: rejected, failed, in doubt or unknown</text>
    </svg>\
    """
        .formatted(
            WIDTH + 80,
            HEIGHT + 40,
            HEIGHT,
            WIDTH,
            over,
            bad,
            report.disks(),
            HEIGHT + 18,
            from.truncatedTo(SECONDS),
            moments.getLast().at().truncatedTo(SECONDS),
            WIDTH / 2);
  }

  private static void set(Set<Object> all, Results.Moment moment, boolean holds) {
    if (holds) {
      all.add(moment.snapshot());
    } else {
      all.remove(moment.snapshot());
    }
  }

  private static void point(StringBuilder line, double x, int count, int of) {
    line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, HEIGHT - HEIGHT * count / (double) of));
  }

  private static String table(CampaignReport report) {
    if (report.troubles().isEmpty()) {
      return "<p>Nothing.</p>";
    }
    return report.troubles().stream()
        .map(
            t ->
                "<tr><td>%s<br>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
                    .formatted(
                        text(t.snapshotId()),
                        text(t.volumeId()),
                        text(t.standing()),
                        text(t.code()),
                        text(t.message()),
                        text(t.remedy())))
        .collect(
            Collectors.joining(
                "\n",
                "<table><thead><tr><th>snapshot, volume</th><th>stands</th><th>code</th>"
                    + "<th>why</th><th>what to do</th></tr></thead><tbody>",
                "</tbody></table>"));
  }

  /** Whatever somebody wrote, as text. */
  private static String text(@Nullable Object value) {
    return value == null
        ? ""
        : Printable.line(value.toString())
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
  }
}
