package io.rollbackworker.dev.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request for a rollback, as it arrives.
 *
 * @param target the volume that it names; null: none
 * @param visibleAfter from the 202 until the statuses show it; null: as configured
 */
record RollbackCall(
    String projectId,
    String snapshotId,
    @Nullable String target,
    @Nullable String permit,
    @Nullable Duration visibleAfter,
    boolean repeated) {}
