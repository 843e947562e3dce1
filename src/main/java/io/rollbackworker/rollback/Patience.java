package io.rollbackworker.rollback;

import static io.rollbackworker.outcome.ErrorCode.CLOUD_THROTTLED;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;

import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.Journey.Phase;
import io.rollbackworker.time.Deadline;
import io.rollbackworker.time.Intervals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a command waits: at growing intervals, up to its deadline, remembering what stood in its way.
 * Not thread-safe: owned by one procedure.
 */
final class Patience {
  private final Lane lane;
  private final Deadline deadline;
  private final Intervals intervals;
  private final Journey journey;
  private final boolean resumed;
  private Duration pause = Duration.ZERO;
  private @Nullable OutcomeError hindrance;

  /**
   * @param hindrance what stood in the way before; null: nothing did
   */
  Patience(
      Lane lane,
      Deadline deadline,
      Intervals intervals,
      @Nullable OutcomeError hindrance,
      Journey journey) {
    this.lane = lane;
    this.deadline = deadline;
    this.intervals = intervals;
    this.hindrance = hindrance;
    this.resumed = hindrance != null;
    this.journey = journey;
  }

  /** The next {@link #pause} lasts an interval. */
  void waitFor(@Nullable OutcomeError reason) {
    if (reason != null) {
      hindered(reason);
    }
    // Who was looked at by another procedure before has been through the short ones.
    pause = resumed ? intervals.longest() : intervals.next();
  }

  /** The next {@link #pause} lasts so long. */
  void waitFor(Duration time, OutcomeError reason) {
    hindered(reason);
    pause = time;
  }

  /** How long the next {@link #pause} lasts. */
  Duration next() {
    return deadline.orSooner(pause);
  }

  /** Lets the time pass that was asked for, if any. */
  void pause() throws SessionEnded, InterruptedException {
    if (!pause.isZero()) {
      journey.at(Phase.WAITING);
    }
    lane.pause(next());
    pause = Duration.ZERO;
  }

  /** Waits for the turn until the deadline; whether it came. */
  boolean awaitTurn(Turn turn) throws SessionEnded, InterruptedException {
    boolean granted = awaitTurnBriefly(turn);
    while (!granted && !isOver()) {
      granted = awaitTurnBriefly(turn);
    }
    return granted;
  }

  /** Waits for the turn, but no longer than between two looks; whether it came. */
  boolean awaitTurnBriefly(Turn turn) throws SessionEnded, InterruptedException {
    if (!turn.granted().isDone()) {
      journey.held(turn.hindrance()); // For who looks meanwhile.
    }
    boolean granted = lane.await(turn.granted(), deadline.orSooner(intervals.longest()));
    if (!granted && !isOnlyQueued(turn)) {
      hindered(turn.hindrance());
    }
    return granted;
  }

  /** Waits for the place of a call until the deadline; whether it came. */
  boolean awaitPlace(Turn turn) throws SessionEnded, InterruptedException {
    return lane.await(turn.place(), deadline.left());
  }

  /** Who waits for its volume is polled seldom: the volume is what stands in its way. */
  private boolean isOnlyQueued(Turn turn) {
    return hindrance != null
        && hindrance.code() == PRECONDITION_TIMEOUT
        && turn.hindrance().code() == CLOUD_THROTTLED;
  }

  private void hindered(OutcomeError reason) {
    hindrance = reason;
    journey.held(reason);
  }

  /** What stood in the way last, or this where nothing did. */
  OutcomeError hindranceOr(OutcomeError other) {
    return hindrance == null ? other : hindrance;
  }

  Deadline deadline() {
    return deadline;
  }

  boolean isOver() {
    return deadline.left().isZero();
  }
}
