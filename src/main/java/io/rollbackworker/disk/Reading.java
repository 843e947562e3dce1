package io.rollbackworker.disk;

import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Observation;

/** What came of asking the cloud for snapshot and volume. */
public sealed interface Reading {
  /** The cloud answered; "there is none" is an answer too. */
  record Seen(Observation observation) implements Reading {}

  /**
   * It cannot be asked now.
   *
   * @param error what to tell if this lasts until the deadline
   */
  record Unavailable(OutcomeError error) implements Reading {}

  /** It refuses to answer, and asking again will not help. */
  record Denied(OutcomeError error) implements Reading {}
}
