package io.rollbackworker.telemetry;

import java.time.Duration;

/** Of the histograms of times. */
final class Buckets {
  /** From one commit to the greatest age of a command. */
  private static final Duration[] ALL = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1)
  };

  private Buckets() {}

  static Duration[] all() {
    return ALL.clone();
  }
}
