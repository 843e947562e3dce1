package io.rollbackworker.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long a ledger must remember.
 *
 * @param window for so long after an accepted rollback further commands for the snapshot are
 *     duplicates
 * @param greatestAge nothing is sent for a command older than this
 */
public record Memory(Duration window, Duration greatestAge) {

  /** What was told before this time is asked for by no command any more. */
  public Instant keepSince(Instant now) {
    return now.minus(window).minus(greatestAge);
  }

  /** The longer of both, each by itself. */
  public Memory atLeast(Memory other) {
    return new Memory(longer(window, other.window), longer(greatestAge, other.greatestAge));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }
}
