package io.rollbackworker.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two clocks, kept apart: one for timestamps, one for durations. And waiting by the second. */
public interface Time {
  /** Wall clock; may jump. */
  Instant now();

  /** Monotonic; only differences have a meaning. Nanoseconds. */
  long nanos();

  /** Waits until it is done, whatever its result, or so long at most; whether it is done. */
  boolean await(CompletableFuture<?> what, Duration atMost) throws InterruptedException;

  /** Lets the time pass. */
  default void pause(Duration duration) throws InterruptedException {
    await(new CompletableFuture<>(), duration);
  }

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

      @Override
      public boolean await(CompletableFuture<?> what, Duration atMost) throws InterruptedException {
        if (atMost.isZero() || atMost.isNegative()) {
          return what.isDone(); // Each exception of a wait has a stack trace to be filled.
        }
        try {
          what.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
          return what.isDone();
        }
        return true;
      }
    };
  }
}
