package io.rollbackworker.kafka.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How far a worker's clock may be from a broker's. */
class BrokerClockTest {
  private static final Instant SENT = Samples.NOW;

  private final ManualTime time = new ManualTime();
  private final BrokerClock clock = new BrokerClock(time, Duration.ofSeconds(10));

  @Test
  void shouldBearWhatIsTolerated() {
    assertThat(clock.difference(SENT, SENT.minusSeconds(10))).isEmpty();
    assertThat(clock.difference(SENT, SENT.plusSeconds(10))).isEmpty();
  }

  @Test
  void shouldSayWhichClockIsAheadAndByHowMuch() {
    assertThat(clock.difference(SENT, SENT.minusSeconds(7_200)))
        .get()
        .asString()
        .contains("7200 s ahead of the broker's", "rules.clock-skew");
    assertThat(clock.difference(SENT, SENT.plusSeconds(11)))
        .get()
        .asString()
        .contains("11 s behind the broker's");
  }

  /** The broker stored it somewhere in between. */
  @Test
  void shouldNotTakeAFrozenProcessForAWrongClock() {
    time.advance(Duration.ofHours(1));

    assertThat(clock.difference(SENT, SENT.plusSeconds(1))).isEmpty();
    assertThat(clock.difference(SENT, SENT.plusSeconds(3_599))).isEmpty();
  }
}
