package io.rollbackworker.rollback;

import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Verdict;

/** Whether a command may go on to its request. */
sealed interface Clearance {
  /** It may; this is what was seen. */
  record Go(Verdict.Proceed seen) implements Clearance {}

  /** It may not now. */
  sealed interface Stop extends Clearance {}

  /** Look again after an interval. */
  record Wait(OutcomeError why) implements Stop {}

  /** Its deadline came while it waited for a turn. */
  record Late() implements Stop {}

  /** It never will. */
  record Reject(OutcomeError error) implements Stop {}
}
