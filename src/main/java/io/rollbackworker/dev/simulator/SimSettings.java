package io.rollbackworker.dev.simulator;

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
 * @param callsPerSecond above it the gateway answers 429; 0: no limit
 * @param stamping how {@code updated_at} is kept
 * @param access who may use it; null: everybody, without saying who they are
 * @param effectsLog each rollback request is appended as a line of JSON; null: only kept in memory
 */
public record SimSettings(
    String address,
    int port,
    Duration latency,
    Duration visibleAfter,
    Duration duration,
    Duration durationSpread,
    @Nullable Path effectsLog,
    int callsPerSecond,
    boolean isCinder,
    Stamping stamping,
    @Nullable SimAccess access) {
  private static final String LOOPBACK = "127.0.0.1";

  public static final SimSettings DEFAULT =
      new SimSettings(0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), Duration.ZERO, null);

  /** On loopback, open to everybody, without a limit. */
  public SimSettings(
      int port,
      Duration latency,
      Duration visibleAfter,
      Duration duration,
      Duration durationSpread,
      @Nullable Path effectsLog) {
    this(
        LOOPBACK,
        port,
        latency,
        visibleAfter,
        duration,
        durationSpread,
        effectsLog,
        0,
        false,
        Stamping.HONEST,
        null);
  }

  public SimSettings withLimit(int perSecond) {
    return with(perSecond, isCinder, stamping, access);
  }

  public SimSettings withAccess(SimAccess who) {
    return with(callsPerSecond, isCinder, stamping, who);
  }

  public SimSettings asCinder() {
    return with(callsPerSecond, true, stamping, access);
  }

  public SimSettings stamping(Stamping next) {
    return with(callsPerSecond, isCinder, next, access);
  }

  private SimSettings with(
      int newLimit, boolean newKind, Stamping newStamping, @Nullable SimAccess newAccess) {
    return new SimSettings(
        address,
        port,
        latency,
        visibleAfter,
        duration,
        durationSpread,
        effectsLog,
        newLimit,
        newKind,
        newStamping,
        newAccess);
  }

  Duration durationOf(String snapshotId) {
    long millis = durationSpread.toMillis();
    return millis == 0
        ? duration
        : duration.plusMillis(Math.floorMod(snapshotId.hashCode(), millis));
  }
}
