package io.rollbackworker.time;

import java.time.Duration;
import java.time.Instant;

/** A command's deadline, by the wall clock. */
public record Deadline(Instant at, Time time) {
  /** From now; zero when it has passed. */
  public Duration left() {
    Duration left = Duration.between(time.now(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The wanted time, or what is left if that is less. */
  public Duration orSooner(Duration wanted) {
    Duration left = left();
    return left.compareTo(wanted) < 0 ? left : wanted;
  }
}
