package io.rollbackworker.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * This machine's clocks, held against the brokers', which stamp every record: a wall clock that
 * goes wrong alone must neither forget what others remember nor send what is too late. One for a
 * worker. Thread-safe.
 */
public final class CheckedTime implements Time {
  private final Time own;
  private final Duration tolerated;

  /** The last record that a broker stored for us, somewhere between two times of ours. */
  private record Heard(Instant stored, long sentNanos, long ackedNanos) {}

  /** When a record was sent, by the own clocks. */
  public record Sent(Instant at, long nanos) {}

  private volatile @Nullable Heard heard;

  /**
   * @param tolerated so far apart both clocks may be
   */
  public CheckedTime(Time own, Duration tolerated) {
    this.own = own;
    this.tolerated = tolerated;
  }

  /** The own wall clock, but never further from the brokers' than is tolerated. */
  @Override
  public Instant now() {
    return asHeard(own.now());
  }

  private Instant asHeard(Instant now) {
    Heard last = heard;
    if (last == null) {
      return now;
    }
    long nanos = own.nanos();
    Instant least = last.stored.plusNanos(nanos - last.ackedNanos).minus(tolerated);
    Instant most = last.stored.plusNanos(nanos - last.sentNanos).plus(tolerated);
    return now.isBefore(least) ? least : now.isAfter(most) ? most : now;
  }

  /** For what must not be late: its wall clock is the later one of the own and the brokers'. */
  public Time latest() {
    return new Time() {
      @Override
      public Instant now() {
        Instant now = own.now();
        Heard last = heard;
        Instant brokers = last == null ? now : last.stored.plusNanos(own.nanos() - last.ackedNanos);
        return now.isBefore(brokers) ? brokers : now;
      }

      @Override
      public long nanos() {
        return own.nanos();
      }

      @Override
      public boolean await(CompletableFuture<?> what, Duration atMost) throws InterruptedException {
        return own.await(what, atMost);
      }
    };
  }

  /** To be taken before a record is sent. */
  public Sent sent() {
    return new Sent(own.now(), own.nanos());
  }

  /**
   * To be told of each record that a broker stored, as soon as that is known.
   *
   * @param sent {@link #sent} before it was
   * @param stored the record's append time
   * @return what is wrong between the clocks, if anything
   */
  public Optional<String> stored(Sent sent, Instant stored) {
    Instant now = own.now();
    Optional<String> wrong = wrong(sent, now, stored);
    if (wrong.isEmpty() || !isConfirmed(now)) {
      heard = new Heard(stored, sent.nanos, own.nanos());
    }
    return wrong;
  }

  /** Whether other brokers say so, too: then it is this one's clock that is wrong. */
  private boolean isConfirmed(Instant now) {
    return heard != null && asHeard(now).equals(now);
  }

  private Optional<String> wrong(Sent sent, Instant now, Instant stored) {
    if (stored.isBefore(sent.at.minus(tolerated))) {
      return Optional.of(reason("ahead of", Duration.between(stored, sent.at)));
    }
    return stored.isAfter(now.plus(tolerated))
        ? Optional.of(reason("behind", Duration.between(now, stored)))
        : Optional.empty();
  }

  /** Whether a record says that it was stored later than clocks may differ. */
  public boolean isFuture(Instant stored) {
    return stored.isAfter(latest().now().plus(tolerated));
  }

  private String reason(String where, Duration by) {
    return "this worker's clock is %d s %s the broker's, more than rules.clock-skew (%s): commands could be sent after their deadlines, or forgotten too early. Set the clocks right, of this machine and of the brokers"
        .formatted(by.toSeconds(), where, tolerated);
  }

  @Override
  public long nanos() {
    return own.nanos();
  }

  @Override
  public boolean await(CompletableFuture<?> what, Duration atMost) throws InterruptedException {
    return own.await(what, atMost);
  }
}
