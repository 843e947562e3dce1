package io.rollbackworker.time;

import java.time.Duration;
import java.util.Optional;

/**
 * Spreads something over time, for all who do it in this process: each asks for its turn and waits
 * until then by itself. Turns are given for a short time ahead only, so that those whose holders
 * went away are soon forgotten. Thread-safe.
 */
public final class Pace {
  /** Turns are given for so long ahead. */
  public static final Duration AHEAD = Duration.ofSeconds(5);

  private final Time time;
  private final long spacingNanos;
  private long nextNanos;

  /**
   * @param perSecond 1 to 1,000,000
   */
  public Pace(Time time, int perSecond) {
    this.time = time;
    this.spacingNanos = 1_000_000_000L / perSecond;
    this.nextNanos = time.nanos();
  }

  /**
   * Reserves the next free turn: how long it is until then, zero if it is now; empty if none is
   * free soon, and the caller should ask again later.
   */
  public synchronized Optional<Duration> untilTurn() {
    long now = time.nanos();
    long turn = now - nextNanos > 0 ? now : nextNanos;
    if (turn - now > AHEAD.toNanos()) {
      return Optional.empty();
    }
    nextNanos = turn + spacingNanos;
    return Optional.of(Duration.ofNanos(turn - now));
  }
}
