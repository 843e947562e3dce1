package io.rollbackworker.ledger;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Subject;
import java.util.Objects;

/**
 * One command's way. Of what has ended for good only what identifies it is kept.
 *
 * @param payloadHash of the decoded payload: the same command id with another one is refused
 * @param record the command's record on this partition; the run's first outcome settles its offset
 * @param namedByOrigin the requester gave no command id, and it was not forwarded, so nobody can
 *     ask for it again
 */
public record Run(
    Subject subject, String payloadHash, Origin record, boolean namedByOrigin, RunState state) {

  public Run {
    if (state instanceof RunState.Final) {
      subject = subject.identity(record);
    }
  }

  public CommandId commandId() {
    return subject.commandId();
  }

  public SnapshotId snapshotId() {
    return Objects.requireNonNull(subject.snapshotId(), "a run is about a snapshot");
  }

  /**
   * @throws NullPointerException when it has ended for good
   */
  public ProjectId projectId() {
    return Objects.requireNonNull(subject.projectId(), "a run belongs to a project");
  }

  /**
   * Its one request.
   *
   * @throws IllegalStateException when it made none, or has ended for good
   */
  public Attempt attempt() {
    return switch (state) {
      case RunState.Intent intent -> intent.attempt();
      case RunState.Revisable revisable -> revisable.attempt();
      case RunState.Final ended -> throw new IllegalStateException("it has ended: " + this);
    };
  }

  /**
   * What the requester was told last.
   *
   * @throws NullPointerException while it is an intent
   */
  public Answer answer() {
    return Objects.requireNonNull(state.answerOrNull(), "nobody was told of an intent");
  }

  /** The id of the event that told it. */
  public String answerEventId() {
    return Outcome.eventId(record, state.typeOr("intent"), answer().revision());
  }

  public Run with(RunState next) {
    return new Run(subject, payloadHash, record, namedByOrigin, next);
  }

  /** Whether the cloud took its request. */
  public boolean wasAccepted() {
    return state.acceptedAtOrNull() != null;
  }

  /** Whether it made a request. */
  public boolean hasRequest() {
    return state.permitOrNull() != null;
  }
}
