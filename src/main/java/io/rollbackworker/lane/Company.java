package io.rollbackworker.lane;

import java.time.Duration;

/**
 * How long a lane gathers what it decides in one transaction. A transaction costs broker and worker
 * the same whether it has one record or a hundred. Where few commands are worked on, nothing waits;
 * where many are, each of them waits much longer for its calls than for this.
 */
final class Company {
  /** So few commands wait for nobody. */
  private static final int FEW = 8;

  private static final int MILLIS_FOR_EACH = 2;
  private static final int MOST_MILLIS = 100;

  private Company() {}

  /**
   * At least so long from one decision to the next.
   *
   * @param atWork commands that are worked on now
   */
  static Duration pace(int atWork) {
    return Duration.ofMillis(Math.clamp((atWork - FEW) * (long) MILLIS_FOR_EACH, 0, MOST_MILLIS));
  }
}
