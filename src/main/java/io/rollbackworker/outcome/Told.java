package io.rollbackworker.outcome;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was told last about a command.
 *
 * @param revision 1 for the first outcome of a command
 * @param time by the telling worker's clock
 * @param evidence who vouches for the result, where it rests on evidence
 */
public record Told<R extends Result>(
    int revision, Instant time, String worker, @Nullable Witness evidence, R result) {}
