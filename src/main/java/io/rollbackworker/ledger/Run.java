package io.rollbackworker.ledger;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import java.util.Objects;

/**
 * One command's way.
 *
 * @param payloadHash of the decoded payload: the same command id with another one is refused
 * @param record the command's record on this partition; the run's first outcome settles its offset
 * @param namedByOrigin the requester gave no command id, and it was not forwarded, so nobody can
 *     ask for it again
 */
public record Run(
    Subject subject, String payloadHash, Origin record, boolean namedByOrigin, RunState state) {

  public CommandId commandId() {
    return subject.commandId();
  }

  public SnapshotId snapshotId() {
    return Objects.requireNonNull(subject.snapshotId(), "a run is about a snapshot");
  }

  public ProjectId projectId() {
    return Objects.requireNonNull(subject.projectId(), "a run belongs to a project");
  }

  /**
   * Its one request.
   *
   * @throws NullPointerException when it was rejected without one
   */
  public Attempt attempt() {
    return Objects.requireNonNull(state.attemptOrNull(), "this run made no request");
  }

  /**
   * What the requester was told last.
   *
   * @throws NullPointerException while it is an intent
   */
  public Told<? extends Result> told() {
    return Objects.requireNonNull(state.toldOrNull(), "nobody was told of an intent");
  }

  public Run with(RunState next) {
    return new Run(subject, payloadHash, record, namedByOrigin, next);
  }

  /** Whether the cloud took its request. */
  public boolean wasAccepted() {
    return state.acceptedAtOrNull() != null;
  }
}
