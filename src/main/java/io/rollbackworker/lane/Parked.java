package io.rollbackworker.lane;

import io.rollbackworker.outcome.OutcomeError;
import org.jspecify.annotations.Nullable;

/**
 * A command that is read again when it has room.
 *
 * @param notBeforeNanos of the monotonic clock
 * @param why it had to wait when it was looked at; null: it was not yet
 */
record Parked(Asked asked, long notBeforeNanos, @Nullable OutcomeError why) {}
