package io.rollbackworker.cloud.limits;

/**
 * The rate that the cloud lets pass, at most the configured one. A 429 lowers it a little below
 * what passed lately; from there it grows back as TCP's CUBIC does (RFC 9438): fast, then hardly
 * around the rate that was too much, then faster and faster. Pure but for its state; not
 * thread-safe.
 */
final class AdaptiveRate {
  /** A 429 lowers the rate by this part. */
  private static final double BACK_OFF = 0.05;

  /** So long until the rate that was too much is reached again. Seconds. */
  private static final double PLATEAU_SECONDS = 10;

  /** 429s of calls that were under way together count once. Nanoseconds. */
  private static final long TOGETHER_NANOS = 500_000_000;

  /** Even a cloud that refuses everything is asked so often. Calls per second. */
  private static final double LEAST_PER_SECOND = 0.1;

  private static final double SECOND_NANOS = 1e9;

  private boolean throttled;
  private double tooMuch;
  private long throttledAtNanos;

  /** Calls that passed in this second, and in the last whole one. */
  private long secondSinceNanos;

  private int passedNow;
  private double passedPerSecond;

  AdaptiveRate(long nowNanos) {
    this.secondSinceNanos = nowNanos;
  }

  /** Calls per second, now. */
  double perSecond(long nowNanos, double ceiling) {
    if (!throttled) {
      return Math.max(LEAST_PER_SECOND, ceiling);
    }
    double seconds = (nowNanos - throttledAtNanos) / SECOND_NANOS;
    double distance = (seconds - PLATEAU_SECONDS) / PLATEAU_SECONDS;
    double grown = tooMuch * (1 + BACK_OFF * distance * distance * distance);
    throttled = grown < ceiling;
    return Math.max(LEAST_PER_SECOND, Math.min(grown, ceiling));
  }

  void passed(long nowNanos) {
    turnSecond(nowNanos);
    passedNow++;
  }

  /**
   * A call was answered with 429.
   *
   * @param named the rate that the answer names as this worker's part; infinite: none
   */
  void throttled(long nowNanos, double ceiling, double named) {
    turnSecond(nowNanos);
    if (throttled && nowNanos - throttledAtNanos < TOGETHER_NANOS) {
      return;
    }
    double now = perSecond(nowNanos, ceiling);
    // What passed says little after a time in which little was asked.
    double passed = Math.max(now / 2, Math.max(passedPerSecond, passedNow));
    tooMuch = Math.max(LEAST_PER_SECOND, Math.min(now, Math.min(named, passed)));
    throttled = true;
    throttledAtNanos = nowNanos;
  }

  /** Calls per second that were answered lately, and not with 429; for who watches. */
  double passedPerSecond(long nowNanos) {
    double seconds = (nowNanos - secondSinceNanos) / SECOND_NANOS;
    return seconds >= 1 ? passedNow / seconds : passedPerSecond;
  }

  private void turnSecond(long nowNanos) {
    double seconds = (nowNanos - secondSinceNanos) / SECOND_NANOS;
    if (seconds >= 1) {
      passedPerSecond = passedNow / seconds;
      passedNow = 0;
      secondSinceNanos = nowNanos;
    }
  }
}
