package io.rollbackworker.rollback;

import java.time.Duration;
import java.time.Instant;

/** A command's deadline, by the wall clock. */
record Deadline(Instant at, Time time) {
  /** From now; zero when it has passed. */
  Duration left() {
    Duration left = Duration.between(time.now(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The wanted time, or what is left if that is less. */
  Duration orSooner(Duration wanted) {
    Duration left = left();
    return left.compareTo(wanted) < 0 ? left : wanted;
  }
}
