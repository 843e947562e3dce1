package io.rollbackworker.kafka.ledger;

import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Compares this machine's wall clock with that of the broker that stores a record: deadlines, the
 * window and forgetting rest on both. Thread-safe.
 *
 * @param tolerated so far apart they may be
 */
record BrokerClock(Time time, Duration tolerated) {

  /** Taken before a record is sent. */
  Instant sent() {
    return time.now();
  }

  /**
   * What is wrong, if anything; asked when the record is acknowledged.
   *
   * @param stored the record's append time
   */
  Optional<String> difference(Instant sent, Instant stored) {
    Instant now = time.now();
    if (stored.isBefore(sent.minus(tolerated))) {
      return Optional.of(reason("ahead of", Duration.between(stored, sent)));
    }
    return stored.isAfter(now.plus(tolerated))
        ? Optional.of(reason("behind", Duration.between(now, stored)))
        : Optional.empty();
  }

  private String reason(String where, Duration by) {
    return "this worker's clock is %d s %s the broker's, more than rules.clock-skew (%s): commands could be sent after their deadlines, or forgotten too early. Set the clocks right, of this machine and of the brokers"
        .formatted(by.toSeconds(), where, tolerated);
  }
}
