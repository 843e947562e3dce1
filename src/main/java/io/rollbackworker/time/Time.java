package io.rollbackworker.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
        // Nearly each wait ends by time, and the future's own get would end that by an exception.
        CountDownLatch done = new CountDownLatch(1);
        var _ = what.whenComplete((result, error) -> done.countDown());
        return done.await(atMost.toNanos(), TimeUnit.NANOSECONDS) || what.isDone();
      }
    };
  }
}
