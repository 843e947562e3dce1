package io.rollbackworker.command;

import org.jspecify.annotations.Nullable;

/**
 * What became of the request that one permit allowed, said by somebody who knows.
 *
 * @param permit the permit's id; counts only for the run that holds it
 * @param requestId the cloud's id of the request, where known
 * @param requestedBy who says so, where it is a person
 */
public record Evidence(
    SnapshotId snapshotId,
    CommandId commandId,
    PermitId permit,
    Says says,
    By by,
    @Nullable String requestId,
    @Nullable String requestedBy,
    @Nullable String reason)
    implements Command {
  /** As in the schema of commands. */
  public static final int MAX_REQUEST_ID_CHARS = 200;

  public enum Says {
    TAKEN,
    NOT_TAKEN
  }

  public enum By {
    WORKER,
    OPERATOR
  }
}
