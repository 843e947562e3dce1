package io.rollbackworker.rollback;

import io.rollbackworker.ledger.Entry;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Verdict;
import io.rollbackworker.rollback.Change.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a command would lead to now. Changes nothing, waits for nothing, queues behind
 * nothing.
 */
final class DryRun {
  private final Context context;
  private final Lane lane;
  private final Received received;

  DryRun(Context context, Lane lane, Received received) {
    this.context = context;
    this.lane = lane;
    this.received = received;
  }

  void run(Entry entry) throws SessionEnded, InterruptedException {
    Entry current = entry;
    while (true) {
      Result.Checked checked = check(current);
      Change answer =
          Changes.answerOnly(
              current,
              received.subject(context.rules()),
              received.record(),
              null,
              context.first(checked));
      switch (lane.propose(answer)) {
        case Answer.Written written -> {
          return;
        }
        case Answer.AlreadyAnswered() -> {
          return;
        }
        case Answer.Refused(Entry other) -> current = other;
      }
    }
  }

  private Result.Checked check(Entry entry) throws InterruptedException {
    return switch (Admission.of(received, entry, context.rules(), context.time().now())) {
      case Admission.Repeat(var of, var told) ->
          checked(told.result() instanceof Result.InDoubt ? Would.IN_DOUBT : Would.DUPLICATE, null);
      case Admission.InFlight(var other) -> checked(Would.IN_FLIGHT, null);
      case Admission.Refuse(OutcomeError error, boolean remembered) -> checked(Would.REJECT, error);
      case Admission.Evaluate() -> askCloud();
    };
  }

  private Result.Checked askCloud() throws InterruptedException {
    var project = context.rules().projectOr(received.command().projectId());
    try (var _ = context.cloud().enter()) {
      return switch (context.cloud().observe(project, received.command().snapshotId())) {
        case Reading.Seen(Observation seen) ->
            switch (context.preconditions().check(received.command(), project, seen)) {
              case Verdict.Proceed proceed ->
                  new Result.Checked(Would.PROCEED, null, seen.observed());
              case Verdict.Wait wait -> new Result.Checked(Would.WAIT, null, seen.observed());
              case Verdict.Reject(var code, String message) ->
                  new Result.Checked(Would.REJECT, OutcomeError.of(code, message), seen.observed());
            };
        case Reading.Unavailable(OutcomeError error, Duration notBefore) ->
            checked(Would.WAIT, error);
        case Reading.Denied(OutcomeError error) -> checked(Would.REJECT, error);
      };
    }
  }

  private static Result.Checked checked(Would would, @Nullable OutcomeError error) {
    return new Result.Checked(would, error, Observed.NOTHING);
  }
}
