package io.rollbackworker.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2026-11-20 was a Friday. */
class TimeWindowTest {
  @ParameterizedTest
  @CsvSource({
    "09:00-17:00,                2026-11-20T09:00:00Z, true",
    "09:00-17:00,                2026-11-20T17:00:00Z, false",
    "09:00-17:00,                2026-11-20T08:59:59Z, false",
    "22:00-06:00,                2026-11-20T23:00:00Z, true",
    "22:00-06:00,                2026-11-20T05:59:59Z, true",
    "22:00-06:00,                2026-11-20T06:00:00Z, false",
    "Mon-Fri 22:00-06:00,        2026-11-21T05:00:00Z, true",
    "Mon-Fri 22:00-06:00,        2026-11-21T22:30:00Z, false",
    "Mon-Fri 22:00-06:00,        2026-11-23T05:00:00Z, false",
    "'Sat,Sun 00:00-24:00',      2026-11-21T23:59:59Z, true",
    "'Sat,Sun 00:00-24:00',      2026-11-23T00:00:00Z, false",
    "Fri-Mon 12:00-13:00,        2026-11-22T12:30:00Z, true",
    "Fri-Mon 12:00-13:00,        2026-11-24T12:30:00Z, false",
    "fri 19:30-24:00,            2026-11-20T23:59:59Z, true",
  })
  void shouldContain(String text, Instant time, boolean contained) {
    assertThat(TimeWindow.parse(text, ZoneId.of("UTC")).contains(time)).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource({"2026-07-01T20:30:00Z, true", "2026-12-01T20:30:00Z, false"})
  void shouldGoByTheClockOnTheWall(Instant time, boolean contained) {
    TimeWindow night = TimeWindow.parse("22:00-06:00", ZoneId.of("Europe/Berlin"));

    assertThat(night.contains(time)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "22-06", "22:00", "Mo 22:00-06:00", "22:00-25:00", "a b 22:00-06:00"})
  void shouldSayWhatIsRight(String text) {
    assertThatThrownBy(() -> TimeWindow.parse(text, ZoneId.of("UTC")))
        .hasMessageContaining("must be like \"22:00-06:00\"")
        .hasMessageEndingWith("but is \"" + text + "\"");
  }
}
