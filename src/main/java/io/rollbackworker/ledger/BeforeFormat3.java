package io.rollbackworker.ledger;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;

/**
 * States as formats 1 and 2 can say them: those know no word of the cloud's log. What it proved
 * stands there as observed, which it was, by another; the outcome that was told says it rightly.
 */
final class BeforeFormat3 {
  private BeforeFormat3() {}

  static RunState of(RunState state) {
    return switch (state) {
      case RunState.Accepted(var attempt, var acceptedAt, var told) when isByLog(told) -> {
        Result.Accepted was = told.result();
        var now =
            new Result.Accepted(
                was.permit(), Result.Proof.OBSERVED, was.requestId(), was.observed());
        yield new RunState.Accepted(attempt, acceptedAt, withoutWitness(told, now));
      }
      case RunState.Refused(var attempt, var told) when isByLog(told) ->
          new RunState.Refused(attempt, withoutWitness(told, told.result()));
      case RunState.Intent _, RunState.Revisable _, RunState.Final _ -> state;
    };
  }

  private static boolean isByLog(Told<?> told) {
    return told.evidence() != null && told.evidence().by() == Evidence.By.LOG;
  }

  private static <R extends Result> Told<R> withoutWitness(Told<R> told, R result) {
    return new Told<>(told.revision(), told.time(), told.worker(), null, result);
  }
}
