package io.rollbackworker.rollback;

import static io.rollbackworker.outcome.ErrorCode.CLOUD_UNAVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.EXPIRED;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.precondition.Verdict;
import io.rollbackworker.rollback.Change.Receipt;
import io.rollbackworker.rollback.Journey.Phase;
import io.rollbackworker.time.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * One rollback command, from its turn to its first outcome:
 *
 * <pre>
 *   ledger ──► preconditions ──► turn ──► intent ──► request ──► outcome
 *     ▲              │ wait                             │
 *     └──────────────┴──────────────────────────────────┘ certainly not taken
 * </pre>
 *
 * <p>Not thread-safe: made for one command, run by one virtual thread.
 */
final class RollbackProcedure {
  /** A reading is the baseline of what is sent for so long at most. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Context context;
  private final Lane lane;
  private final PlacedCommand placed;
  private final ProjectId project;
  private final Deadline deadline;
  private final Patience patience;
  private final Journey journey;

  /** The snapshot's entry as far as we know; a refused change brings a newer one. */
  private Entry entry;

  private boolean answered;
  private Observed lastSeen = Observed.NOTHING;

  /**
   * @param entry the snapshot's, at the command's turn
   * @param journey told where the command is
   */
  RollbackProcedure(
      Context context, Lane lane, PlacedCommand placed, Entry entry, Journey journey) {
    this.context = context;
    this.lane = lane;
    this.placed = placed;
    this.entry = entry;
    this.project = context.settings().projectOr(placed.command().projectId());
    this.deadline = new Deadline(placed.deadline(context.settings()), context.time());
    this.patience = new Patience(lane, deadline, context.intervals(), journey);
    this.journey = journey;
  }

  /**
   * Runs until the command has its first outcome.
   *
   * @throws SessionEnded when the partition is lost; its next owner goes on from what is in the
   *     ledger
   */
  void run() throws SessionEnded, InterruptedException {
    attempt();
    while (!answered) {
      patience.pause();
      attempt();
    }
  }

  /** Each step either leads to the next, or answers the command, or says why it must wait. */
  private void attempt() throws SessionEnded, InterruptedException {
    context.points().reach(CrashPoint.RECEIVED);
    journey.at(Phase.LEDGER);
    if (!passLedger()) {
      return;
    }
    Optional<Verdict.Proceed> allowed = checkPreconditions(priority());
    if (allowed.isEmpty()) {
      return;
    }
    try (Turn turn = turn(Turn.Kind.ROLLBACK, priority())) {
      allowed = awaitTurn(turn, allowed.get());
      if (allowed.isEmpty()) {
        return;
      }
      context.points().reach(CrashPoint.PRECONDITIONS_CHECKED);
      Optional<Intended> intended = commitIntent(allowed.get());
      if (intended.isEmpty()) {
        return;
      }
      context.points().reach(CrashPoint.INTENT_COMMITTED);
      Sent sent = sendRequest(intended.get());
      turn.callEnded();
      context.points().reach(CrashPoint.ANSWER_RECEIVED);
      tellOutcome(sent);
    }
    context.points().reach(CrashPoint.OUTCOME_COMMITTED);
  }

  /** The request's call has ended. */
  private record Sent(Intended intended, EffectResult result) {}

  /** Ledger: is there an answer already? */
  private boolean passLedger() throws SessionEnded, InterruptedException {
    switch (Admission.of(placed, entry, context.settings(), context.time().now())) {
      case Admission.Evaluate() -> {
        return true;
      }
      case Admission.Repeat(var of, var told) ->
          write(Changes.answerOnly(entry, subject(), placed.record(), of, told));
      case Admission.Reject(OutcomeError error, boolean remembered) ->
          reject(error.code() == EXPIRED ? patience.hindranceOr(error) : error, remembered);
      case Admission.InFlight(var other) ->
          throw new IllegalStateException(
              "the lane runs one procedure per key, but " + other + " is open beside " + placed);
    }
    return false;
  }

  /** Preconditions: does the cloud's state allow it now? */
  private Optional<Verdict.Proceed> checkPreconditions(Priority priority)
      throws SessionEnded, InterruptedException {
    journey.at(Phase.PRECONDITIONS);
    Reading reading;
    try (Turn turn = turn(Turn.Kind.LOOK, priority)) {
      if (!patience.awaitTurn(turn)) {
        return Optional.empty();
      }
      reading = context.cloud().look(project, placed.command().snapshotId(), deadline.at());
    }
    switch (reading) {
      case Reading.Seen(Observation seen) -> {
        return judge(seen);
      }
      case Reading.Unavailable(OutcomeError error) -> patience.waitFor(error);
      case Reading.Denied(OutcomeError error) -> reject(error, true);
    }
    return Optional.empty();
  }

  private Turn turn(Turn.Kind kind, Priority priority) {
    return context.cloud().turn(project, kind, priority);
  }

  /**
   * Turn: waits at the limits. What was seen before is looked at again if that took long; and while
   * the cloud is out, for only a look can find out that it is back.
   */
  private Optional<Verdict.Proceed> awaitTurn(Turn turn, Verdict.Proceed seen)
      throws SessionEnded, InterruptedException {
    journey.at(Phase.TURN);
    Optional<Verdict.Proceed> allowed = Optional.of(seen);
    long seenAt = context.time().nanos();
    while (allowed.isPresent() && !patience.awaitTurnBriefly(turn)) {
      if (patience.isOver()) {
        return Optional.empty();
      }
      if (turn.hindrance().code() == CLOUD_UNAVAILABLE) {
        allowed = checkPreconditions(priority());
        seenAt = context.time().nanos();
        journey.at(Phase.TURN);
      }
    }
    boolean stale = context.time().nanos() - seenAt > FRESH.toNanos();
    // It holds a rollback's turn, which others wait for: so this look goes before theirs.
    return allowed.isPresent() && stale ? checkPreconditions(Priority.URGENT) : allowed;
  }

  private Priority priority() {
    return placed.command().audit().priority();
  }

  private Optional<Verdict.Proceed> judge(Observation seen)
      throws SessionEnded, InterruptedException {
    lastSeen = seen.observed();
    switch (context.preconditions().check(placed.command(), project, seen)) {
      case Verdict.Proceed proceed -> {
        return Optional.of(proceed);
      }
      case Verdict.Wait(String reason) ->
          patience.waitFor(
              OutcomeError.of(
                  PRECONDITION_TIMEOUT,
                  Preconditions.expected(placed.command()) + reason + " until its deadline."));
      case Verdict.Reject(var code, String message) -> reject(OutcomeError.of(code, message), true);
    }
    return Optional.empty();
  }

  /**
   * Intent: durable before the request, so that whoever comes after us knows that there may be one.
   */
  private Optional<Intended> commitIntent(Verdict.Proceed proceed)
      throws SessionEnded, InterruptedException {
    journey.at(Phase.INTENT);
    VolumeId volume = proceed.volume().id();
    SendPermit permit = lane.permit(deadline.at());
    RunState intent = new RunState.Intent(Changes.attempt(permit, proceed));
    Run run = placed.run(subject().withVolume(volume), intent);
    try {
      if (propose(Changes.intent(entry, run))) {
        return Optional.of(new Intended(run, volume, permit));
      }
      permit.burn();
    } catch (SessionEnded e) {
      // The intent may be in the ledger: the next owner is told that nothing was sent.
      permit.burn();
      new Conclusion(context, lane).leaveEvidence(run, permit, Evidence.Says.NOT_TAKEN, null);
      lane.concluded(permit);
      throw e;
    }
    lane.concluded(permit);
    return Optional.empty();
  }

  /** Request: once. */
  private Sent sendRequest(Intended intended) throws InterruptedException {
    journey.at(Phase.REQUEST);
    EffectResult result =
        context
            .cloud()
            .rollback(project, placed.command().snapshotId(), intended.volume(), intended.permit());
    return new Sent(intended, result);
  }

  /** Outcome: what the request's end means; released, the command goes on within its deadline. */
  private void tellOutcome(Sent sent) throws SessionEnded, InterruptedException {
    journey.at(Phase.OUTCOME);
    Optional<Conclusion.Released> released =
        new Conclusion(context, lane)
            .of(
                entry,
                sent.intended(),
                sent.result(),
                new Explanation(context.preconditions(), placed.command(), project));
    answered = released.isEmpty();
    released.ifPresent(
        r -> {
          entry = r.entry();
          patience.waitFor(r.error());
        });
  }

  private void reject(OutcomeError error, boolean remembered)
      throws SessionEnded, InterruptedException {
    var told = context.first(new Result.Rejected(null, error, lastSeen));
    write(
        remembered
            ? Changes.firstOutcome(entry, placed.run(subject(), new RunState.Rejected(null, told)))
            : Changes.answerOnly(entry, subject(), placed.record(), null, told));
  }

  /** The answer; refused, the entry has changed and everything is looked at again. */
  private void write(Change change) throws SessionEnded, InterruptedException {
    answered = propose(change);
  }

  private boolean propose(Change change) throws SessionEnded, InterruptedException {
    return switch (lane.propose(change)) {
      case Receipt.Written(Entry now) -> {
        entry = now;
        yield true;
      }
      case Receipt.Stale(Entry now) -> {
        entry = now;
        yield false;
      }
      case Receipt.AlreadySettled() -> true;
    };
  }

  private Subject subject() {
    return placed.subject(context.settings());
  }
}
