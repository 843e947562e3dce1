package io.rollbackworker.cloud.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.outcome.CloudError;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushbackTest {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // message, Retry-After, calls per second, pause in milliseconds
        "policy user over ratelimit,limit:200,time:5 minute||0.6667|30000",
        "policy user over ratelimit,limit:50,time:1 second||50|100",
        "limit:10, time: 1 hour||0.00278|300000",
        "too many requests, 10 times per 60 seconds||0.1667|6000",
        "slow down||Infinity|0",
        "slow down|7|Infinity|7000",
        "limit:50,time:1 second|7|Infinity|7000",
        "slow down|Sat, 21 Nov 2026 03:00:20 GMT|Infinity|20000",
        "slow down|Sat, 21 Nov 2026 02:00:00 GMT|Infinity|0",
        "slow down|soon|Infinity|0",
        "slow down|999999|Infinity|300000",
        "limit:5,time:0 second||Infinity|0",
        "limit:5,time:9 fortnight||Infinity|0",
      })
  void shouldReadWhatA429Says(String message, String retryAfter, double perSecond, long millis) {
    Pushback pushback = Pushback.of(new CloudError(429, null, message, null), retryAfter, NOW);

    assertThat(pushback.pause()).isEqualTo(Duration.ofMillis(millis));
    if (Double.isInfinite(perSecond)) {
      assertThat(pushback.perSecond()).isInfinite();
    } else {
      assertThat(pushback.perSecond()).isBetween(perSecond * 0.99, perSecond * 1.01);
    }
  }

  @Test
  void shouldReadAnAnswerWithoutAMessage() {
    assertThat(Pushback.of(new CloudError(429, null, null, null), null, NOW))
        .isEqualTo(new Pushback(Double.POSITIVE_INFINITY, Duration.ZERO));
  }
}
