package io.rollbackworker.simulator;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated cloud behaves.
 *
 * @param port 0: any free one
 * @param latency added to every answer
 * @param visibleAfter from the 202 until both statuses show rollbacking
 * @param duration from the 202 until the rollback has ended
 * @param effectsLog each rollback request is appended as a line of JSON; null: only kept in memory
 */
public record SimSettings(
    int port,
    Duration latency,
    Duration visibleAfter,
    Duration duration,
    @Nullable Path effectsLog) {
  public static final SimSettings DEFAULT =
      new SimSettings(0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), null);
}
