package io.rollbackworker.time;

import java.time.Duration;

/**
 * Work that is done again and again beside the thread that offers to do it, never twice at once.
 * Offered by one thread.
 */
public final class Periodic {
  private final String name;
  private final Duration interval;
  private final Time time;
  private final Fork fork;
  private long nextNanos;

  /** Set by the offering thread, cleared by the working one. */
  private volatile boolean underWay;

  /**
   * The first time is after one interval.
   *
   * @param name for people who look at threads
   */
  public Periodic(String name, Duration interval, Time time, Fork fork) {
    this.name = name;
    this.interval = interval;
    this.time = time;
    this.fork = fork;
    this.nextNanos = time.nanos() + interval.toNanos();
  }

  /** Due at the next opportunity. */
  public void soon() {
    nextNanos = time.nanos();
  }

  /** Starts the work if it is due and the last one has ended. */
  public void startIfDue(Runnable work) {
    if (underWay || time.nanos() - nextNanos < 0) {
      return;
    }
    underWay = true;
    nextNanos = time.nanos() + interval.toNanos();
    fork.start(
        name,
        () -> {
          try {
            work.run();
          } finally {
            underWay = false;
          }
        });
  }
}
