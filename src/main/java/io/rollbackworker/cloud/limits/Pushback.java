package io.rollbackworker.cloud.limits;

import io.rollbackworker.outcome.CloudError;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a 429 says about the limit. Pure.
 *
 * @param perSecond the rate that it names; infinite: none
 * @param pause how long to leave the cloud alone; zero: it does not say
 */
public record Pushback(double perSecond, Duration pause) {
  /** The gateway's message: {@code policy user over ratelimit,limit:200,time:5 minute}. */
  private static final Pattern WINDOW =
      Pattern.compile("limit:\\s*(\\d{1,9}).{0,20}?time:\\s*(\\d{1,4})\\s*(second|minute|hour)");

  /** IAM's: {@code 10 times per 60 seconds}. */
  private static final Pattern TIMES =
      Pattern.compile("(\\d{1,9}) times per (\\d{1,4})\\s*(second|minute|hour)");

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** A window's end is not known; this part of it is waited for, then one call tries. */
  private static final int WINDOW_PART = 10;

  /**
   * @param retryAfter the header: seconds, or an HTTP date; null: none
   */
  public static Pushback of(CloudError error, @Nullable String retryAfter, Instant now) {
    String message = error.message() == null ? "" : error.message();
    Matcher window = WINDOW.matcher(message);
    if (!window.find()) {
      window = TIMES.matcher(message);
    }
    boolean named = retryAfter == null && window.find(0);
    Duration length = named ? length(window) : Duration.ZERO;
    Duration pause = retryAfter == null ? length.dividedBy(WINDOW_PART) : asked(retryAfter, now);
    double perSecond =
        length.isZero()
            ? Double.POSITIVE_INFINITY
            : Long.parseLong(window.group(1)) / (double) length.toSeconds();
    return new Pushback(perSecond, shorter(pause, LONGEST_PAUSE));
  }

  private static Duration length(Matcher window) {
    return Duration.ofSeconds(
        Long.parseLong(window.group(2))
            * switch (window.group(3)) {
              case "second" -> 1;
              case "minute" -> 60;
              default -> 3_600;
            });
  }

  private static Duration asked(String retryAfter, Instant now) {
    try {
      return retryAfter.strip().matches("\\d{1,9}")
          ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
          : until(
              Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(retryAfter.strip())), now);
    } catch (DateTimeParseException e) {
      return Duration.ZERO; // Neither: as if it were not there.
    }
  }

  private static Duration until(Instant date, Instant now) {
    return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
