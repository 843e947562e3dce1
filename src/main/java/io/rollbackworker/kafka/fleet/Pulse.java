package io.rollbackworker.kafka.fleet;

import io.rollbackworker.time.Time;
import java.time.Duration;

/** Signs of life of the poll thread: written by it, read by who asks for the status. */
final class Pulse {
  private static final long NEVER = Long.MIN_VALUE;

  private final Time time;
  private volatile long polledAtNanos;
  private volatile long memberSinceNanos = NEVER;

  Pulse(Time time) {
    this.time = time;
    this.polledAtNanos = time.nanos();
  }

  void polled() {
    polledAtNanos = time.nanos();
  }

  /** The group has told which partitions are this worker's. */
  void assigned() {
    if (memberSinceNanos == NEVER) {
      memberSinceNanos = time.nanos();
    }
  }

  /** The group has thrown this worker out; it joins anew. */
  void lost() {
    memberSinceNanos = NEVER;
  }

  /** Since the last poll began; it must stay below the longest poll interval. */
  Duration sinceLastPoll() {
    return Duration.ofNanos(time.nanos() - polledAtNanos);
  }

  /** Since when the group counts this worker in; zero: it does not yet. */
  Duration memberFor() {
    long since = memberSinceNanos;
    return since == NEVER ? Duration.ZERO : Duration.ofNanos(time.nanos() - since);
  }
}
