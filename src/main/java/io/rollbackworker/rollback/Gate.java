package io.rollbackworker.rollback;

import static io.rollbackworker.outcome.ErrorCode.CLOUD_UNAVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.precondition.Verdict;
import io.rollbackworker.rollback.Journey.Phase;
import java.time.Duration;

/**
 * Lets one command through to its request: by what the cloud shows, and in its turn at the limits.
 * Not thread-safe: owned by the command's procedure.
 */
final class Gate {
  /** A reading is the baseline of what is sent for so long at most. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Context context;
  private final PlacedCommand placed;
  private final ProjectId project;
  private final Patience patience;
  private final Journey journey;
  private Observed lastSeen = Observed.NOTHING;

  /** It was looked at, and had to wait. */
  private boolean waits;

  /**
   * @param project that the command is for
   */
  Gate(
      Context context,
      PlacedCommand placed,
      ProjectId project,
      Patience patience,
      Journey journey) {
    this.context = context;
    this.placed = placed;
    this.project = project;
    this.patience = patience;
    this.journey = journey;
    this.waits = placed.waitedFor() != null;
  }

  /** Asks for the turn of a look; to be closed. */
  Turn lookTurn() {
    Turn.Kind kind = waits ? Turn.Kind.POLL : Turn.Kind.LOOK;
    return context.cloud().turn(project, kind, priority());
  }

  /**
   * Preconditions: does the cloud's state allow it now? Looked at in the turn, once it is granted.
   */
  Clearance checkPreconditions(Turn turn) throws SessionEnded, InterruptedException {
    Clearance clearance = look(turn);
    waits = clearance instanceof Clearance.Wait;
    return clearance;
  }

  private Clearance look(Turn turn) throws SessionEnded, InterruptedException {
    journey.at(Phase.PRECONDITIONS);
    if (!patience.awaitTurn(turn)) {
      return new Clearance.Late();
    }
    Reading reading =
        context.cloud().look(project, placed.command().snapshotId(), patience.deadline().at());
    return switch (reading) {
      case Reading.Seen(Observation seen) -> judge(seen);
      case Reading.Unavailable(OutcomeError error) -> new Clearance.Wait(error);
      case Reading.Denied(OutcomeError error) -> new Clearance.Reject(error);
    };
  }

  private Clearance judge(Observation seen) {
    lastSeen = seen.observed();
    return switch (context.preconditions().check(placed.command(), project, seen)) {
      case Verdict.Proceed proceed -> new Clearance.Go(proceed);
      case Verdict.Wait(String reason) ->
          new Clearance.Wait(
              OutcomeError.of(
                  PRECONDITION_TIMEOUT,
                  Preconditions.expected(placed.command()) + reason + " until its deadline."));
      case Verdict.Reject(var code, String message) ->
          new Clearance.Reject(OutcomeError.of(code, message));
    };
  }

  /** Asks for the turn of a rollback request; to be closed. */
  Turn rollbackTurn() {
    return context.cloud().turn(project, Turn.Kind.ROLLBACK, priority());
  }

  /**
   * Turn: waits at the limits. What was seen before is looked at again if that took long; and while
   * the cloud is out, for only a look can find out that it is back.
   */
  Clearance awaitTurn(Turn turn, Verdict.Proceed seen) throws SessionEnded, InterruptedException {
    journey.at(Phase.TURN);
    Clearance clearance = new Clearance.Go(seen);
    long seenAt = context.time().nanos();
    while (clearance instanceof Clearance.Go && !patience.awaitTurnBriefly(turn)) {
      if (patience.isOver()) {
        return new Clearance.Late();
      }
      if (turn.hindrance().code() == CLOUD_UNAVAILABLE) {
        try (Turn look = lookTurn()) {
          clearance = checkPreconditions(look);
        }
        seenAt = context.time().nanos();
        journey.at(Phase.TURN);
      }
    }
    boolean stale = context.time().nanos() - seenAt > FRESH.toNanos();
    if (!stale || !(clearance instanceof Clearance.Go)) {
      return clearance;
    }
    // It holds a rollback's turn, which others wait for: so this look goes before theirs.
    try (Turn look = context.cloud().turn(project, Turn.Kind.LOOK, Priority.URGENT)) {
      return look(look);
    }
  }

  private Priority priority() {
    return placed.command().audit().priority();
  }

  /** What the cloud showed last; for the outcome. */
  Observed lastSeen() {
    return lastSeen;
  }
}
