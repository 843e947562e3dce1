package io.rollbackworker.cloud.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spacing, caps and budgets, in simulated time. */
class CapsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void shouldSpaceCallsEvenly() {
    Spacing spacing = new Spacing(0);
    spacing.take(0, 1, 10);
    spacing.take(0, 1, 10);

    assertThat(spacing.nanosUntilNext(0, 0)).isBetween(SECOND / 7, SECOND / 5);
    assertThat(spacing.nanosUntilNext(SECOND, 0)).isNegative();
  }

  @Test
  void shouldNotSaveUpWhatWasNotUsed() {
    Spacing spacing = new Spacing(0);
    int gone = 0;
    for (long now = 100 * SECOND; spacing.nanosUntilNext(now, 0) <= 0; gone++) {
      spacing.take(now, 1, 100);
    }

    assertThat(gone).isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 7, 10.7, 60})
  void shouldNeverStartMoreThanTheCapInAnyMinute(double cap) {
    PerMinute perMinute = new PerMinute();
    long window = (long) (60 * SECOND * Math.max(1, 1 / cap));
    List<Long> gone = new ArrayList<>();
    for (long now = 0; now < 600 * SECOND; now += SECOND / 4) {
      if (perMinute.nanosUntilNext(now, cap) <= 0) {
        perMinute.take(now);
        gone.add(now);
      }
    }

    for (long start : gone) {
      assertThat(gone.stream().filter(at -> at >= start && at < start + window).count())
          .isLessThanOrEqualTo(Math.max(1, (long) cap));
    }
    assertThat(gone)
        .hasSizeGreaterThanOrEqualTo((int) (Math.max(cap < 1 ? cap : 1, (int) cap) * 10 * 0.9));
  }

  @Test
  void shouldKeepRepeatsToTheirShare() {
    RetryBudget budget = new RetryBudget(20);
    int repeats = 0;
    for (int i = 0; i < 10_000; i++) {
      budget.called();
      for (int j = 0; j < 3; j++) {
        if (budget.hasLeft()) {
          budget.repeated();
          repeats++;
        }
      }
    }

    assertThat(repeats).isBetween(1_900, 2_020);
  }
}
