package io.rollbackworker.outcome;

import java.time.Instant;

/**
 * What was told last about a command.
 *
 * @param revision 1 for the first outcome of a command
 * @param time by the telling worker's clock
 * @param worker name of the worker that decided it
 */
public record Told<R extends Result>(int revision, Instant time, String worker, R result) {}
