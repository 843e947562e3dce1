package io.rollbackworker.time;

import java.time.Instant;

/** The two clocks, kept apart: one for timestamps, one for durations. */
public interface Time {
  /** Wall clock; may jump. */
  Instant now();

  /** Monotonic; only differences have a meaning. Nanoseconds. */
  long nanos();

  /** This machine's clocks. */
  static Time system() {
    return new Time() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }
    };
  }
}
