package io.rollbackworker.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How fast a campaign goes, and when it will be over at that rate.
 *
 * @param perSecond disks that were over a second, within the last minute; 0: not known
 * @param left disks that are not over
 */
public record Pace(double perSecond, long left) {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  static Pace of(List<Instant> ends, long left, Instant since, Instant now) {
    Instant from = since.isAfter(now.minus(WINDOW)) ? since : now.minus(WINDOW);
    List<Instant> recent = ends.stream().filter(end -> end.isAfter(from)).toList();
    if (recent.size() < 2) {
      return new Pace(0, left);
    }
    // From the first of them until now: what stands still gets slower.
    double seconds = Duration.between(recent.getFirst(), now).toMillis() / 1_000.0;
    return new Pace(seconds <= 0 ? 0 : (recent.size() - 1) / seconds, left);
  }

  /**
   * @param since what ended before says nothing: nobody had sent anything for a while
   */
  public static Pace of(Results results, Standings standings, Instant since, Instant now) {
    return of(results.ends(), standings.left(), since, now);
  }

  /** By the rate that was seen, in which every limit is already; empty: not known yet. */
  public Optional<Duration> eta() {
    return at(perSecond);
  }

  /** So long at least, as no more than the quota is started; empty: the quota says nothing. */
  public Optional<Duration> atLeast(double quotaPerSecond) {
    return at(quotaPerSecond).filter(left -> left.toSeconds() > 0);
  }

  private Optional<Duration> at(double rate) {
    return rate <= 0 || left == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (left / rate * 1_000)));
  }
}
