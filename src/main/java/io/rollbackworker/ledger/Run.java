package io.rollbackworker.ledger;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.outcome.Subject;

/**
 * One command's way.
 *
 * @param payloadHash of the decoded payload: the same command id with another one is refused
 * @param record the command's record on this partition; the run's first outcome settles its offset
 * @param namedByOrigin the requester gave no command id, so nobody can ask for it again
 */
public record Run(
    Subject subject, String payloadHash, Origin record, boolean namedByOrigin, RunState state) {

  public CommandId commandId() {
    return subject.commandId();
  }

  public Run with(RunState next) {
    return new Run(subject, payloadHash, record, namedByOrigin, next);
  }

  /** Whether the cloud took its request. */
  public boolean wasAccepted() {
    return state.acceptedAtOrNull() != null;
  }
}
