package io.rollbackworker.evidence;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the request that one permit allowed, said by somebody who knows.
 *
 * @param commandId null: not known, as to the cloud's log
 * @param permit counts only for the run that holds it
 * @param requestId the cloud's id of the request, where known
 * @param who the person, or the worker
 * @param at when it was said
 */
public record Evidence(
    SnapshotId snapshotId,
    @Nullable CommandId commandId,
    PermitId permit,
    Says says,
    By by,
    @Nullable String requestId,
    String who,
    String reason,
    Instant at) {
  /** What was said stands for so long: nobody leaves a fleet without a worker for longer. */
  public static final Duration KEPT = Duration.ofDays(14);

  public enum Says {
    TAKEN,
    NOT_TAKEN
  }

  public enum By {
    WORKER,
    OPERATOR,
    /** Of the run's owner itself, from what the cloud shows; stands in no topic. */
    INFERENCE,
    /** The cloud itself, in its own log; stands in no topic of ours. */
    LOG
  }
}
