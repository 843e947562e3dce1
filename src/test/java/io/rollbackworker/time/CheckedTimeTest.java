package io.rollbackworker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A worker's clocks against the brokers'. */
class CheckedTimeTest {
  private static final Duration DAYS = Duration.ofDays(2);
  private static final Duration TOLERATED = Duration.ofSeconds(10);

  private final ManualTime own = new ManualTime();
  private final CheckedTime time = new CheckedTime(own, TOLERATED);

  /** A real clock: it goes on between two looks. */
  private final CheckedTime ticking =
      new CheckedTime(
          new Time() {
            @Override
            public Instant now() {
              own.advance(Duration.ofNanos(1_000));
              return own.now();
            }

            @Override
            public long nanos() {
              return own.nanos();
            }

            @Override
            public boolean await(CompletableFuture<?> what, Duration atMost) {
              throw new UnsupportedOperationException();
            }
          },
          TOLERATED);

  @Test
  void shouldBearWhatIsTolerated() {
    assertThat(stored(TOLERATED.negated())).isEmpty();
    assertThat(stored(TOLERATED)).isEmpty();
    assertThat(time.now()).isEqualTo(own.now());
  }

  @Test
  void shouldSayWhichClockIsAheadAndByHowMuch() {
    assertThat(stored(Duration.ofHours(-2)))
        .get()
        .asString()
        .contains("7200 s ahead of the broker's", "rules.clock-skew");
    assertThat(stored(Duration.ofSeconds(11)))
        .get()
        .asString()
        .contains("11 s behind the broker's");
  }

  /** The broker stored it somewhere in between. */
  @Test
  void shouldNotTakeAFrozenProcessForAWrongClock() {
    CheckedTime.Sent sent = time.sent();
    own.advance(Duration.ofHours(1));

    assertThat(time.stored(sent, sent.at().plusSeconds(1))).isEmpty();
    assertThat(time.now()).isEqualTo(own.now());
    assertThat(time.stored(sent, sent.at().plusSeconds(3_599))).isEmpty();
    assertThat(time.now()).isEqualTo(own.now());
  }

  /** It would forget for the whole fleet, and call commands expired that are not. */
  @Test
  void shouldNotFollowAClockThatJumpsAhead() {
    stored(Duration.ZERO);
    own.jump(DAYS);
    own.advance(Duration.ofMinutes(1));

    assertThat(time.now()).isEqualTo(Samples.NOW.plus(Duration.ofMinutes(1)).plus(TOLERATED));
    assertThat(time.latest().now()).isEqualTo(own.now());
  }

  /** It would send after deadlines. */
  @Test
  void shouldNotFollowAClockThatJumpsBack() {
    stored(Duration.ZERO);
    own.jump(DAYS.negated());
    own.advance(Duration.ofMinutes(1));

    assertThat(time.now()).isEqualTo(Samples.NOW.plus(Duration.ofMinutes(1)).minus(TOLERATED));
    assertThat(time.latest().now()).isEqualTo(Samples.NOW.plus(Duration.ofMinutes(1)));
  }

  /** Its own partitions are given up; those of others must not go by its clock. */
  @Test
  void shouldNotFollowOneBrokerAgainstTheOthersAndItself() {
    assertThat(ticking.stored(ticking.sent(), own.now())).isEmpty();
    assertThat(ticking.stored(ticking.sent(), own.now().minus(DAYS))).isPresent();
    assertThat(ticking.now()).isEqualTo(own.now());
    assertThat(ticking.stored(ticking.sent(), own.now().plus(DAYS))).isPresent();
    assertThat(ticking.latest().now()).isEqualTo(own.now());

    own.jump(DAYS.negated());
    assertThat(ticking.stored(ticking.sent(), own.now().plus(DAYS))).isPresent();
    assertThat(ticking.now()).isCloseTo(own.now().plus(DAYS), within(11, ChronoUnit.SECONDS));
  }

  @Test
  void shouldCallOnlyThatTheFutureWhichNoClockExplains() {
    stored(Duration.ZERO);
    own.jump(DAYS.negated());

    assertThat(time.isFuture(Samples.NOW.plus(TOLERATED))).isFalse();
    assertThat(time.isFuture(Samples.NOW.plus(TOLERATED).plusMillis(1))).isTrue();
  }

  /** A broker stores a record at once, by a clock so far ahead. */
  private Optional<String> stored(Duration ahead) {
    return time.stored(time.sent(), own.now().plus(ahead));
  }
}
