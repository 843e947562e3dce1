package io.rollbackworker.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Horizontal bars, as SVG: one for each arm, in groups. */
final class Chart {
  private static final int NAME_WIDTH = 280;
  private static final int BARS_WIDTH = 420;
  private static final int ROW = 20;

  private Chart() {}

  /**
   * @param title what the bars show, with its unit
   */
  static String of(String title, Medians all, ToDoubleFunction<Measured> figure) {
    StringBuilder bars = new StringBuilder();
    int y = 2 * ROW;
    for (String workload : all.runs().stream().map(Measured::workload).distinct().toList()) {
      List<String> arms =
          all.runs().stream()
              .filter(run -> run.workload().equals(workload))
              .map(Measured::arm)
              .distinct()
              .toList();
      double most =
          arms.stream().mapToDouble(arm -> all.of(workload, arm, figure)).max().orElseThrow();
      bars.append(text(0, y, "API of " + workload, "bold"));
      y += ROW;
      for (String arm : arms) {
        double value = all.of(workload, arm, figure);
        int width = (int) Math.round(BARS_WIDTH * value / most);
        boolean safe = arm.startsWith("rollback-worker") && !arm.endsWith("(unsafe)");
        String color = safe ? "#1f6feb" : "#9aa4ae";
        bars.append(text(0, y, arm, "normal"))
            .append(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n"
                    .formatted(NAME_WIDTH, y - 14, width, ROW - 4, color))
            .append(
                text(
                    NAME_WIDTH + width + 6,
                    y,
                    String.format(Locale.ENGLISH, "%,.0f", value),
                    "normal"));
        y += ROW;
      }
      y += ROW / 2;
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
    font-family="sans-serif" font-size="13" role="img" aria-label="%3$s">
    <rect width="100%%" height="100%%" fill="#ffffff"/>
    %4$s%5$s</svg>
    """
        .formatted(NAME_WIDTH + BARS_WIDTH + 80, y, title, text(0, ROW - 4, title, "bold"), bars);
  }

  private static String text(int x, int y, String text, String weight) {
    return "<text x=\"%d\" y=\"%d\" font-weight=\"%s\" fill=\"#1f2328\">%s</text>%n"
        .formatted(x + 4, y, weight, text);
  }
}
