package io.rollbackworker.dev.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Something to go wrong.
 *
 * @param snapshotOrVolumeId only requests for this object; null: for any
 * @param times for so many requests, then no more
 * @param status HTTP status of ERROR_ points; 503 by default
 * @param code error code in the body; null: a body that is no JSON
 * @param delayMillis of SLOW and VISIBLE_LATE, and how long silence lasts at most
 */
public record Fault(
    Operation operation,
    FaultPoint point,
    @Nullable String snapshotOrVolumeId,
    int times,
    int status,
    @Nullable String code,
    @Nullable String message,
    long delayMillis) {

  public enum Operation {
    ROLLBACK,
    SHOW_SNAPSHOT,
    SHOW_VOLUME,
    CHANGE_SNAPSHOT,
    CHANGE_VOLUME,
    /** The newest snapshot of a volume; Cinder alone. */
    LIST_SNAPSHOTS,
    /** A page of a project's snapshots or volumes. */
    LIST
  }

  public Fault {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, for example 1");
    }
  }

  /** What becomes of a rollback request that meets it, where the service does not see it. */
  RollbackRequest.Fate fate() {
    boolean gateway = code != null && code.startsWith("APIG");
    return gateway ? RollbackRequest.Fate.REFUSED_BEFORE_EXECUTION : RollbackRequest.Fate.LOST;
  }

  public static Fault onRollback(FaultPoint point, String snapshotId) {
    return new Fault(Operation.ROLLBACK, point, snapshotId, 1, 503, null, null, 30_000);
  }

  public Fault answering(int httpStatus, @Nullable String errorCode, @Nullable String text) {
    return new Fault(
        operation, point, snapshotOrVolumeId, times, httpStatus, errorCode, text, delayMillis);
  }

  public Fault times(int count) {
    return new Fault(
        operation, point, snapshotOrVolumeId, count, status, code, message, delayMillis);
  }
}
