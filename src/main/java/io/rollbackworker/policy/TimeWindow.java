package io.rollbackworker.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A span of the day, on some days of the week; one that ends on the next day belongs to the day on
 * which it begins.
 *
 * @param text as it was written
 * @param end not part of it; not after the beginning: of the next day
 */
record TimeWindow(String text, Set<DayOfWeek> days, LocalTime begin, LocalTime end, ZoneId zone) {
  private static final String EXAMPLES =
      "must be like \"22:00-06:00\", \"Mon-Fri 19:30-24:00\" or \"Sat,Sun 00:00-24:00\", but is \"";

  /**
   * @throws IllegalArgumentException when it is none
   */
  static TimeWindow parse(String text, ZoneId zone) {
    try {
      List<String> words = List.of(text.strip().split(" +"));
      String span = words.getLast();
      int dash = span.indexOf('-');
      if (words.size() > 2 || dash < 0) {
        throw new IllegalArgumentException("days and a span");
      }
      String end = span.substring(dash + 1);
      return new TimeWindow(
          text,
          words.size() == 1 ? EnumSet.allOf(DayOfWeek.class) : days(words.getFirst()),
          LocalTime.parse(span.substring(0, dash)),
          end.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(end),
          zone);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(EXAMPLES + text + "\"", e);
    }
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      DayOfWeek day = day(dash < 0 ? part : part.substring(0, dash));
      DayOfWeek last = day(dash < 0 ? part : part.substring(dash + 1));
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equals(text.toUpperCase(Locale.ROOT))) {
        return day;
      }
    }
    throw new IllegalArgumentException("no day");
  }

  boolean contains(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    LocalTime clock = local.toLocalTime();
    DayOfWeek today = local.getDayOfWeek();
    boolean hasBegun = days.contains(today) && !clock.isBefore(begin);
    return begin.isBefore(end)
        ? hasBegun && clock.isBefore(end)
        : hasBegun || (days.contains(today.minus(1)) && clock.isBefore(end));
  }
}
