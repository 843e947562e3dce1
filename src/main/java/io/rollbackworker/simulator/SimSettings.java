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
 * @param durationSpread some snapshots take up to so much longer, each always the same
 * @param effectsLog each rollback request is appended as a line of JSON; null: only kept in memory
 */
public record SimSettings(
    int port,
    Duration latency,
    Duration visibleAfter,
    Duration duration,
    Duration durationSpread,
    @Nullable Path effectsLog) {
  public static final SimSettings DEFAULT =
      new SimSettings(0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), Duration.ZERO, null);

  /** How long a rollback of this snapshot takes. */
  Duration durationOf(String snapshotId) {
    long millis = durationSpread.toMillis();
    return millis == 0
        ? duration
        : duration.plusMillis(Math.floorMod(snapshotId.hashCode(), millis));
  }
}
