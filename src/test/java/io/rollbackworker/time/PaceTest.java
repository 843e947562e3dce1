package io.rollbackworker.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceTest {
  // The monotonic clock may wrap around.
  private final ManualTime time = new ManualTime(Instant.EPOCH, Long.MAX_VALUE - 1);

  private final Pace pace = new Pace(time, 10);

  @Test
  void shouldSpreadThoseWhoComeTogether() {
    List<Long> millis = Stream.generate(this::turn).limit(4).map(Duration::toMillis).toList();

    assertThat(millis).containsExactly(0L, 100L, 200L, 300L);
  }

  @Test
  void shouldNotSaveTurnsThatNobodyTook() {
    pace.untilTurn();
    time.advance(Duration.ofHours(1));

    assertThat(turn()).isZero();
    assertThat(turn()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void shouldNotReserveFarAhead() {
    for (int i = 0; i <= 50; i++) {
      turn();
    }
    assertThat(pace.untilTurn()).isEmpty();

    time.advance(Duration.ofMillis(100));

    assertThat(turn()).isEqualTo(Duration.ofSeconds(5));
  }

  private Duration turn() {
    return pace.untilTurn().orElseThrow();
  }
}
