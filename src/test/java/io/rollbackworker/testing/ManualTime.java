package io.rollbackworker.testing;

import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Clocks that a test moves: by hand, or by letting the code under test wait, which takes no time.
 * What is planned happens when its moment comes. Not thread-safe but for reading the clocks.
 */
public final class ManualTime implements Time {
  private final Queue<Planned> plans =
      new PriorityQueue<>(Comparator.comparingLong(plan -> plan.atNanos - nanos()));
  private volatile Instant now;
  private volatile long nanos;

  private record Planned(long atNanos, Runnable action) {}

  public ManualTime() {
    this(Samples.NOW);
  }

  public ManualTime(Instant now) {
    this(now, 0);
  }

  /**
   * @param nanos where the monotonic clock begins; it may wrap around
   */
  public ManualTime(Instant now, long nanos) {
    this.now = now;
    this.nanos = nanos;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** Whether it was done by then; what is planned until then happens meanwhile. */
  @Override
  public boolean await(CompletableFuture<?> what, Duration atMost) {
    long end = nanos + atMost.toNanos();
    while (!what.isDone() && end - nanos > 0) {
      Planned next = plans.peek();
      boolean due = next != null && next.atNanos - end <= 0;
      tick(Math.max(0, (due ? next.atNanos : end) - nanos));
      if (due) {
        plans.remove().action.run();
      }
    }
    return what.isDone();
  }

  /** Both clocks go on, and what is planned happens. */
  public void advance(Duration duration) {
    await(new CompletableFuture<>(), duration);
  }

  /** The wall clock alone jumps; negative: back. */
  public void jump(Duration duration) {
    now = now.plus(duration);
  }

  /** Plans something. */
  public void after(Duration duration, Runnable action) {
    plans.add(new Planned(nanos + duration.toNanos(), action));
  }

  private void tick(long by) {
    now = now.plusNanos(by);
    nanos += by;
  }
}
