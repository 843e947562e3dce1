package io.rollbackworker.ledger;

import java.util.BitSet;

/**
 * Which offsets of a commands partition are settled: all below {@link #low()}, and some above it.
 * Not thread-safe: owned by the lane's thread.
 */
public final class Settled {
  /** Furthest distance between the lowest unsettled offset and a settled one. */
  public static final int MAX_SPAN = 65_536;

  private long low;
  private BitSet above;

  private Settled(long low, BitSet above) {
    this.low = low;
    this.above = above;
  }

  /** All offsets below {@code low} are settled. */
  public static Settled below(long low) {
    return new Settled(low, new BitSet());
  }

  static Settled of(long low, byte[] bitmap) {
    return new Settled(low, BitSet.valueOf(bitmap));
  }

  public boolean contains(long offset) {
    return offset < low || above.get(Math.toIntExact(offset - low));
  }

  public void add(long offset) {
    addRange(offset, offset + 1);
  }

  /** Settles from (inclusive) to (exclusive): offsets that hold no record. */
  public void addRange(long from, long to) {
    long start = Math.max(from, low);
    if (start >= to) {
      return;
    }
    if (start == low) { // However far: nothing is kept for what lies below low.
      long oldLow = low;
      moveTo(to);
      advance();
      assert low > oldLow;
      return;
    }
    if (to - low > MAX_SPAN + 4_096L) {
      throw new IllegalStateException(
          "settling offset "
              + to
              + " while "
              + low
              + " is open: the lane must pause the partition before");
    }
    above.set((int) (start - low), (int) (to - low));
  }

  private void moveTo(long newLow) {
    int by = (int) Math.min(newLow - low, above.length());
    above = above.get(by, Math.max(by, above.length()));
    low = newLow;
  }

  private void advance() {
    int firstOpen = above.nextClearBit(0);
    if (firstOpen > 0) {
      moveTo(low + firstOpen);
    }
  }

  /** The lowest offset that is not settled. */
  public long low() {
    return low;
  }

  /** Above every offset that is settled. */
  public long end() {
    return low + above.length();
  }

  byte[] bitmap() {
    return above.toByteArray();
  }
}
