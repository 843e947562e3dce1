package io.rollbackworker.cloud.auth;

import java.time.Duration;
import java.time.Instant;

/** A token with its times, by IAM's clock the last one. */
record Token(String value, Instant fetchedAt, Instant expiresAt) {
  /** Renewed when less than this part of its life is left, */
  private static final int RENEW_PART = 5;

  /** but not earlier than this before its end. */
  private static final Duration RENEW_AHEAD = Duration.ofHours(1);

  boolean isGood(Instant now) {
    return now.isBefore(expiresAt);
  }

  boolean isDue(Instant now) {
    Duration part = Duration.between(fetchedAt, expiresAt).dividedBy(RENEW_PART);
    Duration ahead = part.compareTo(RENEW_AHEAD) < 0 ? part : RENEW_AHEAD;
    return !now.isBefore(expiresAt.minus(ahead));
  }

  @Override
  public String toString() {
    return "Token[expiresAt=" + expiresAt + "]";
  }
}
