package io.rollbackworker.rollback;

import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Observation;
import java.time.Duration;

/** What came of asking the cloud for snapshot and volume. */
public sealed interface Reading {
  /** The cloud answered; "there is none" is an answer too. */
  record Seen(Observation observation) implements Reading {}

  /**
   * It cannot be asked now.
   *
   * @param error what to tell if this lasts until the deadline
   * @param notBefore ask again no sooner than after this time; may be zero
   */
  record Unavailable(OutcomeError error, Duration notBefore) implements Reading {}

  /** It refuses to answer, and asking again will not help. */
  record Denied(OutcomeError error) implements Reading {}
}
