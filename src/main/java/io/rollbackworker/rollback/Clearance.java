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

  /** Begin anew: while it waited for a turn its deadline came, or the cloud went out. */
  record Again() implements Stop {}

  /** It never will. */
  record Reject(OutcomeError error) implements Stop {}
}
