package io.rollbackworker.cloud.limits;

import java.time.Duration;

/**
 * When the cloud counts as out.
 *
 * @param calls so many of the last calls decide
 * @param percent out when this share of them failed; 1 to 100
 * @param pause so long nothing is tried then
 */
public record BreakerSettings(int calls, int percent, Duration pause) {}
