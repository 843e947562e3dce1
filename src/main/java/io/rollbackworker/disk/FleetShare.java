package io.rollbackworker.disk;

/**
 * The part of the fleet's work that this worker does: its partitions of all. Limits that are the
 * whole fleet's are divided by it, so that no other store is needed. Thread-safe.
 */
public final class FleetShare {
  private volatile double share;

  /**
   * @param share from 0 to 1
   */
  public FleetShare(double share) {
    this.share = share;
  }

  /** The worker owns so many partitions now. */
  public void owns(int partitions, int ofAll) {
    share = (double) partitions / ofAll;
  }

  /** Nothing is owned: nothing new may begin. */
  public boolean isNothing() {
    return share == 0;
  }

  /** This worker's part of a rate; of an infinite one everything. */
  public double of(double wholeFleets) {
    return Double.isInfinite(wholeFleets) ? wholeFleets : share * wholeFleets;
  }

  /** This worker's part of a number of things: rounded down, but at least one. */
  public int of(int wholeFleets) {
    return Math.max(1, (int) (share * wholeFleets));
  }
}
