package io.rollbackworker.cloud.limits;

/**
 * Keeps repeats to a share of all calls, so that trouble is not made worse by asking again.
 * Thread-safe.
 */
public final class RetryBudget {
  /** Saved up at most, and given to begin with: so many repeats may come together. */
  private static final int RESERVE = 10;

  private final double share;
  private double left = RESERVE;

  /**
   * @param percent of calls that may be repeats; 1 to 100
   */
  public RetryBudget(int percent) {
    this.share = percent / 100.0;
  }

  public synchronized void called() {
    left = Math.min(RESERVE, left + share);
  }

  public synchronized boolean hasLeft() {
    return left >= 1;
  }

  /** A repeat is made. Where several ask at once, a few more than are left may be. */
  public synchronized void repeated() {
    left--;
  }
}
