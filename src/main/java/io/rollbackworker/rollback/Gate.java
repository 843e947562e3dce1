package io.rollbackworker.rollback;

import static io.rollbackworker.outcome.ErrorCode.CLOUD_UNAVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.precondition.Verdict;
import io.rollbackworker.rollback.Journey.Phase;
import io.rollbackworker.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

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
    journey.at(Phase.PRECONDITIONS);
    Clearance clearance = patience.awaitTurn(turn) ? look() : new Clearance.Again();
    waits = clearance instanceof Clearance.Wait;
    return clearance;
  }

  private Clearance look() throws InterruptedException {
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
   * Turn: waits at the limits. What was seen before is looked at again if that took long, in the
   * request's own turn. While the cloud is out only a look can find out that it is back: so all
   * begins anew.
   */
  Clearance awaitTurn(Turn turn, Verdict.Proceed seen) throws SessionEnded, InterruptedException {
    journey.at(Phase.TURN);
    long seenAt = context.time().nanos();
    while (!patience.awaitTurnBriefly(turn)) {
      if (patience.isOver() || turn.hindrance().code() == CLOUD_UNAVAILABLE) {
        return new Clearance.Again();
      }
    }
    if (context.time().nanos() - seenAt <= FRESH.toNanos()) {
      return new Clearance.Go(seen);
    }
    journey.at(Phase.PRECONDITIONS);
    turn.countLook();
    try {
      return patience.awaitPlace(turn) ? look() : new Clearance.Again();
    } finally {
      turn.leavePlace(); // Whoever holds one must not wait for another.
    }
  }

  /** Waits for the place of the request while its permit is good; whether it came. */
  boolean awaitPlace(Turn turn, SendPermit permit) throws InterruptedException {
    Deadline good = new Deadline(permit.permit().sendNotAfter(), context.time());
    var placeOrEnd = CompletableFuture.anyOf(turn.place(), permit.used());
    return context.time().await(placeOrEnd, good.left()) && !permit.isBurned();
  }

  private Priority priority() {
    return placed.command().audit().priority();
  }

  /** What the cloud showed last; for the outcome. */
  Observed lastSeen() {
    return lastSeen;
  }
}
