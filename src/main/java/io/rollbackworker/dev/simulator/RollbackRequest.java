package io.rollbackworker.dev.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One rollback request that arrived.
 *
 * @param number 1 for the first
 * @param at UTC, RFC 3339
 * @param permit as in the request's header X-Rollback-Permit; null: none
 * @param repeated the gateway delivered the request once more by itself
 * @param endsAt when the rollback that it started is over, UTC, RFC 3339; null: none was
 * @param succeeds whether it then has written the data back; null: none was started
 */
public record RollbackRequest(
    int number,
    String at,
    String projectId,
    String snapshotId,
    @Nullable String permit,
    Fate fate,
    boolean repeated,
    @Nullable String endsAt,
    @Nullable Boolean succeeds) {

  public enum Fate {
    /** A rollback was started. */
    TAKEN,
    /** The service looked at it and refused. */
    REFUSED,
    /** The gateway refused it, and the service never saw it. */
    REFUSED_BEFORE_EXECUTION,
    /** It went astray before the service saw it. */
    LOST
  }
}
