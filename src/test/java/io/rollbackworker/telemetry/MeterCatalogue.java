package io.rollbackworker.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The catalogue as documents have it. */
public final class MeterCatalogue {
  private MeterCatalogue() {}

  /** The rows of the table in {@code config/README.md}. */
  public static List<String> rows() {
    return Arrays.stream(Meter.values()).map(MeterCatalogue::row).toList();
  }

  private static String row(Meter meter) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            meter.id(),
            meter.kind().name().toLowerCase(Locale.ROOT),
            meter.unit(),
            meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", ")),
            meter.meaning());
  }
}
