package io.rollbackworker.dev.simulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** So many calls in each second; counts what it lets through and what not. Thread-safe. */
public final class CallLimit {
  private final int perSecond;
  private final Clock clock;
  private final List<Second> seconds = new ArrayList<>();

  public record Second(long epochSecond, int passed, int refused) {}

  /**
   * @param perSecond 0: no limit
   */
  CallLimit(int perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  synchronized void pass() throws Refusal {
    long second = clock.instant().getEpochSecond();
    if (seconds.isEmpty() || seconds.getLast().epochSecond != second) {
      seconds.add(new Second(second, 0, 0));
    }
    Second now = seconds.removeLast();
    boolean passes = perSecond == 0 || now.passed < perSecond;
    seconds.add(new Second(second, now.passed + (passes ? 1 : 0), now.refused + (passes ? 0 : 1)));
    if (!passes) {
      throw new Refusal(
          429,
          "APIGW.0308",
          "The throttling threshold has been reached: policy user over ratelimit,limit:"
              + perSecond
              + ",time:1 second");
    }
  }

  /** The seconds in which anything came, oldest first. */
  public synchronized List<Second> seconds() {
    return List.copyOf(seconds);
  }
}
