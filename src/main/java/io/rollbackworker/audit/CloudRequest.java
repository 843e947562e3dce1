package io.rollbackworker.audit;

import io.rollbackworker.command.PermitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rollback request that arrived at the cloud, as its log has it; the simulator's effects log has
 * this form.
 *
 * @param permit as in the request's header X-Rollback-Permit; null: not from a worker
 * @param repeated delivered once more by a gateway
 * @param endsAt when the rollback that it started was over; null: none, or not known
 * @param succeeds whether that wrote the snapshot's data back; null: likewise
 */
public record CloudRequest(
    Instant at,
    String snapshotId,
    @Nullable PermitId permit,
    Fate fate,
    boolean repeated,
    @Nullable Instant endsAt,
    @Nullable Boolean succeeds) {

  public enum Fate {
    TAKEN,
    REFUSED,
    REFUSED_BEFORE_EXECUTION,
    LOST
  }

  boolean isTaken() {
    return fate == Fate.TAKEN;
  }
}
