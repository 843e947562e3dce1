package io.rollbackworker.cloud.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In simulated time. */
class AdaptiveRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double NOT_NAMED = Double.POSITIVE_INFINITY;

  /**
   * One worker that always has something to ask, before a gateway that lets 50 calls through in
   * each second; answers take 20 ms.
   */
  @ParameterizedTest
  @CsvSource({"50,true", "60,true", "200,true", "5000,true", "50,false", "200,false", "5000,false"})
  void shouldUseTheQuotaAndHardlyMore(double ceiling, boolean named) {
    AdaptiveRate rate = new AdaptiveRate(0);
    Spacing spacing = new Spacing(0);
    Deque<long[]> answers = new ArrayDeque<>(); // time, 1 if it passed
    int inSecond = 0;
    long second = -1;
    int passed = 0;
    int refused = 0;
    for (long now = 0; now < 190 * SECOND; now += SECOND / 1_000) {
      while (!answers.isEmpty() && answers.peekFirst()[0] <= now) {
        if (answers.removeFirst()[1] == 1) {
          rate.passed(now);
        } else {
          rate.throttled(now, ceiling, named ? 50 : NOT_NAMED);
        }
      }
      while (spacing.nanosUntilNext(now, 0) <= 0) {
        spacing.take(now, 1, rate.perSecond(now, ceiling));
        if (now / SECOND != second) {
          second = now / SECOND;
          inSecond = 0;
        }
        boolean passes = inSecond < 50;
        inSecond += passes ? 1 : 0;
        answers.add(new long[] {now + SECOND / 50, passes ? 1 : 0});
        if (now >= 10 * SECOND) {
          passed += passes ? 1 : 0;
          refused += passes ? 0 : 1;
        }
      }
    }

    assertThat(passed).isGreaterThan(180 * 50 * 95 / 100);
    assertThat(refused).isLessThan((passed + refused) * 2 / 100);
  }

  @Test
  void shouldGrowBackToTheConfiguredRate() {
    AdaptiveRate rate = new AdaptiveRate(0);
    rate.throttled(0, 100, 10);

    assertThat(rate.perSecond(0, 100)).isBetween(9.4, 9.6);
    assertThat(rate.perSecond(10 * SECOND, 100)).isBetween(9.9, 10.1);
    assertThat(rate.perSecond(60 * SECOND, 100)).isGreaterThan(60);
    assertThat(rate.perSecond(90 * SECOND, 100)).isEqualTo(100);
  }

  @Test
  void shouldNeverStop() {
    AdaptiveRate rate = new AdaptiveRate(0);
    for (int i = 0; i < 1_000; i++) {
      rate.throttled(i * SECOND, 10, 0);
    }

    assertThat(rate.perSecond(1_000 * SECOND, 10)).isGreaterThan(0.05);
  }
}
