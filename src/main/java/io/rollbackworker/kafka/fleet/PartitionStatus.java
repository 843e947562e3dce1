package io.rollbackworker.kafka.fleet;

import io.rollbackworker.lane.LaneReport;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people see of an assigned partition. Written by the poll thread and, while the partition is
 * opened, by the opening thread; read by anyone.
 */
final class PartitionStatus {
  private static final long UNKNOWN = -1;

  /** Longer than a transaction's delivery time-out and the wait for the next to begin. */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(30);

  private final int partition;
  private final Time time;
  private volatile Shown shown;
  private volatile long lag = UNKNOWN;
  private volatile String obstruction = "";

  /**
   * @param lane null while none runs
   * @param last how the last lane stood when it ended, for as long as none runs again
   */
  private record Shown(
      LaneState state,
      String why,
      long sinceNanos,
      @Nullable PartitionLane lane,
      @Nullable Ended last) {}

  private record Ended(LaneReport report, List<Run> doubts) {}

  PartitionStatus(int partition, Time time) {
    this.partition = partition;
    this.time = time;
    this.shown = new Shown(LaneState.OPENING, "", time.nanos(), null, null);
  }

  void opening() {
    show(LaneState.OPENING, "", null);
  }

  void restoring(long position, long end) {
    show(LaneState.RESTORING, "the ledger is read: offset " + position + " of " + end, null);
  }

  void running(PartitionLane lane) {
    show(LaneState.RUNNING, "", lane);
  }

  void blocked(String reason) {
    show(LaneState.BLOCKED, reason, null);
  }

  private void show(LaneState next, String why, @Nullable PartitionLane lane) {
    Shown before = shown;
    long since = before.state == next ? before.sinceNanos : time.nanos();
    Ended last =
        before.lane == null
            ? before.last
            : new Ended(before.lane.report(), List.copyOf(before.lane.doubts()));
    shown = new Shown(next, why, since, lane, lane == null ? last : null);
  }

  boolean showsRunning() {
    return shown.state == LaneState.RUNNING;
  }

  boolean showsBlocked(String reason) {
    return shown.state == LaneState.BLOCKED && shown.why.equals(reason);
  }

  /** Records that were not read yet, as the consumer knows. */
  void lags(long records) {
    lag = records;
  }

  /**
   * @param by why commands cannot be read; empty: they can
   */
  void obstructed(String by) {
    obstruction = by;
  }

  PartitionReport report() {
    Shown now = shown;
    Duration since = Duration.ofNanos(time.nanos() - now.sinceNanos);
    PartitionLane lane = now.lane;
    Ended last = now.last;
    if (lane == null) {
      return new PartitionReport(
          partition,
          now.state,
          now.why,
          since,
          lag,
          last == null ? null : last.report,
          last == null ? List.of() : last.doubts);
    }
    Duration busy = lane.busyFor();
    LaneState state = now.state;
    String why = now.why;
    if (busy.compareTo(STUCK_AFTER) > 0) {
      state = LaneState.STUCK;
      why = "its decision has not ended for " + busy.toSeconds() + " s";
      since = busy;
    } else if (!obstruction.isEmpty()) {
      state = LaneState.OBSTRUCTED;
      why = obstruction;
    } else if (!lane.report().fullBecause().isEmpty()) {
      state = LaneState.FULL;
      why = lane.report().fullBecause();
    }
    return new PartitionReport(
        partition, state, why, since, lag, lane.report(), List.copyOf(lane.doubts()));
  }
}
