package io.rollbackworker.rollback;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.precondition.Verdict;

/**
 * Why the cloud refused a request: no code of it says "wrong status" (EVS error codes), so the
 * state that is read after the refusal is the better reason, where it is one. Pure.
 */
record Explanation(Preconditions preconditions, RollbackCommand command, ProjectId project) {
  private static final String WAIT_AND_SEND_AGAIN =
      "Wait until snapshot and volume are available, then send again with a new command_id.";

  private static final String CHECK_THE_PATH =
      "The snapshot is there, the request's path is not: check cloud.rollback-path.";

  OutcomeError of(OutcomeError refusal, Observation seen) {
    if (refusal.code() != ErrorCode.CLOUD_REFUSED
        && refusal.code() != ErrorCode.SNAPSHOT_NOT_FOUND) {
      return refusal;
    }
    return switch (preconditions.check(command, project, seen)) {
      case Verdict.Proceed proceed when refusal.code() == ErrorCode.SNAPSHOT_NOT_FOUND ->
          new OutcomeError(
              ErrorCode.CLOUD_REFUSED, refusal.message(), CHECK_THE_PATH, refusal.cloud());
      case Verdict.Proceed proceed -> refusal;
      case Verdict.Reject(var code, String message) ->
          new OutcomeError(code, message, code.remedy(), refusal.cloud());
      case Verdict.Wait(String reason) ->
          new OutcomeError(
              refusal.code(),
              Preconditions.expected(command) + reason + "; so the cloud refused it.",
              WAIT_AND_SEND_AGAIN,
              refusal.cloud());
    };
  }
}
