package io.rollbackworker.rollback;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.ledger.Answer;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import java.time.Instant;

/** What becomes of a run, and what its requester is told of it. Made by what each state needs. */
record Decision(RunState state, Told<? extends Result> told) {

  static Decision revisable(RunState.Revisable state) {
    return new Decision(state, state.told());
  }

  static Decision rejected(Told<Result.Rejected> told) {
    return new Decision(new RunState.Rejected(Answer.of(told)), told);
  }

  /** The end of an accepted rollback. */
  static Decision end(RunState.Accepted before, Told<? extends Result.End> told) {
    PermitId permit = before.attempt().permit().id();
    Instant acceptedAt = before.acceptedAt();
    Answer answer = Answer.of(told);
    RunState state =
        switch (told.result()) {
          case Result.Completed c -> new RunState.Completed(permit, acceptedAt, answer);
          case Result.Failed f -> new RunState.Failed(permit, acceptedAt, answer);
          case Result.Ended e -> new RunState.Ended(permit, acceptedAt, answer);
        };
    return new Decision(state, told);
  }
}
