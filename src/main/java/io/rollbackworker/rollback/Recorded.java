package io.rollbackworker.rollback;

import io.rollbackworker.ledger.Answer;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import java.util.Objects;

/** The recorded answer of a run, as who asks again is told it. Pure. */
final class Recorded {
  private Recorded() {}

  /**
   * Where the run has ended for good: type, code and time; the texts stand in the event itself.
   *
   * @param worker who tells it now
   * @throws IllegalArgumentException for an intent: nobody was told anything
   */
  static Told<? extends Result> answer(Run run, String worker) {
    return switch (run.state()) {
      case RunState.Intent intent ->
          throw new IllegalArgumentException("nobody was told of an intent: " + run);
      case RunState.Revisable revisable -> revisable.told();
      case RunState.Final ended ->
          new Told<>(
              ended.answer().revision(),
              ended.answer().time(),
              worker,
              null,
              switch (ended) {
                case RunState.Completed c -> new Result.Completed(Observed.NOTHING);
                case RunState.Ended e -> new Result.Ended(Observed.NOTHING);
                case RunState.Failed f -> new Result.Failed(error(run), Observed.NOTHING);
                case RunState.Rejected r -> new Result.Rejected(null, error(run), Observed.NOTHING);
              });
    };
  }

  private static OutcomeError error(Run run) {
    Answer answer = run.answer();
    ErrorCode code = Objects.requireNonNull(answer.code(), "a rejection or failure has a code");
    return OutcomeError.of(
        code,
        "Expected another answer than before, but this repeats that of command "
            + run.commandId()
            + ", whose event "
            + run.answerEventId()
            + " says why.");
  }
}
