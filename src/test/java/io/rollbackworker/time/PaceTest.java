package io.rollbackworker.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private long nanos = Long.MAX_VALUE - 1; // The monotonic clock may wrap around.

  private final Pace pace =
      new Pace(
          new Time() {
            @Override
            public Instant now() {
              return Instant.EPOCH;
            }

            @Override
            public long nanos() {
              return nanos;
            }
          },
          10);

  @Test
  void shouldSpreadThoseWhoComeTogether() {
    List<Long> millis = Stream.generate(this::turn).limit(4).map(Duration::toMillis).toList();

    assertThat(millis).containsExactly(0L, 100L, 200L, 300L);
  }

  @Test
  void shouldNotSaveTurnsThatNobodyTook() {
    pace.untilTurn();
    nanos += Duration.ofHours(1).toNanos();

    assertThat(turn()).isZero();
    assertThat(turn()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void shouldNotReserveFarAhead() {
    for (int i = 0; i <= 50; i++) {
      turn();
    }
    assertThat(pace.untilTurn()).isEmpty();

    nanos += Duration.ofMillis(100).toNanos();

    assertThat(turn()).isEqualTo(Duration.ofSeconds(5));
  }

  private Duration turn() {
    return pace.untilTurn().orElseThrow();
  }
}
