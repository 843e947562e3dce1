package io.rollbackworker.rollback;

import static io.rollbackworker.outcome.ErrorCode.EXPIRED;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Authorization;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.policy.Ruling;
import io.rollbackworker.precondition.Verdict;
import io.rollbackworker.rollback.Change.Receipt;
import io.rollbackworker.rollback.Journey.Phase;
import io.rollbackworker.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final Context context;
  private final Lane lane;
  private final PlacedCommand placed;
  private final ProjectId project;
  private final Patience patience;
  private final Gate gate;
  private final Concluding concluding;
  private final Journey journey;

  /**
   * The snapshot's entry as far as we know; a change that is refused as stale brings a newer one.
   */
  private Entry entry;

  /** What the policy said last; for outcomes. */
  private @Nullable Authorization authorization;

  /** What an attempt came to. */
  private enum Progress {
    ANSWERED,
    /** The lane reads the command again when it has room. */
    PARKED,
    /** To be made again, after the time that {@link #patience} was asked for. */
    AGAIN
  }

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
    Deadline deadline = new Deadline(placed.deadline(context.settings()), context.time());
    this.patience = new Patience(lane, deadline, context.intervals(), placed.waitedFor(), journey);
    this.gate = new Gate(context, placed, project, patience, journey);
    this.concluding = new Concluding(context, lane);
    this.journey = journey;
  }

  /**
   * Runs until the command has its first outcome, or is to be read again.
   *
   * @throws SessionEnded when the partition is lost; its next owner goes on from what is in the
   *     ledger
   */
  void run() throws SessionEnded, InterruptedException {
    while (attempt() == Progress.AGAIN) {
      patience.pause();
    }
  }

  /** Ledger, preconditions: each either leads on, or answers, or says why the command must wait. */
  private Progress attempt() throws SessionEnded, InterruptedException {
    context.points().reach(CrashPoint.RECEIVED);
    journey.at(Phase.LEDGER);
    Ruling ruling = context.judge(placed, lane);
    authorization = ruling.authorization();
    return switch (Admission.of(
        placed, ruling, entry, context.settings(), lane.memory(), context.time().now())) {
      case Admission.Evaluate() -> lookAndSend();
      case Admission.NotYet(Instant notBefore, OutcomeError why) -> {
        patience.waitFor(Duration.between(context.time().now(), notBefore), why);
        yield lane.keeps(placed, why, patience.next()) ? Progress.AGAIN : Progress.PARKED;
      }
      case Admission.Repeat(Run of) ->
          write(Changes.repetition(entry, subject(), placed.record(), of, context.worker()));
      case Admission.Reject(OutcomeError error, boolean remembered) ->
          reject(error.code() == EXPIRED ? patience.hindranceOr(error) : error, remembered);
      case Admission.InFlight(var other) ->
          throw new IllegalStateException(
              "the lane runs one procedure per key, but " + other + " is open beside " + placed);
    };
  }

  /** In one turn, where the limits allow it; else the request waits for a turn of its own. */
  private Progress lookAndSend() throws SessionEnded, InterruptedException {
    Clearance clearance;
    try (Turn turn = gate.lookTurn()) {
      clearance = gate.checkPreconditions(turn);
      if (clearance instanceof Clearance.Go(Verdict.Proceed seen) && turn.becomesRollback()) {
        return send(turn, seen);
      }
    }
    return switch (clearance) {
      case Clearance.Go(Verdict.Proceed seen) -> sendInTurn(seen);
      case Clearance.Stop stop -> stop(stop);
    };
  }

  private Progress sendInTurn(Verdict.Proceed seen) throws SessionEnded, InterruptedException {
    try (Turn turn = gate.rollbackTurn()) {
      return switch (gate.awaitTurn(turn, seen)) {
        case Clearance.Go(Verdict.Proceed now) -> send(turn, now);
        case Clearance.Stop stop -> stop(stop);
      };
    }
  }

  /** Intent, request, outcome: each over, and known to be, before the next begins. */
  private Progress send(Turn turn, Verdict.Proceed seen) throws SessionEnded, InterruptedException {
    context.points().reach(CrashPoint.PRECONDITIONS_CHECKED);
    if (!(context.judge(placed, lane) instanceof Ruling.Granted)) {
      return Progress.AGAIN; // Its window has ended meanwhile, or a key was taken away.
    }
    Optional<Intended> intended = commitIntent(seen);
    if (intended.isEmpty()) {
      return Progress.AGAIN;
    }
    context.points().reach(CrashPoint.INTENT_COMMITTED);
    journey.at(Phase.REQUEST);
    Sending.Sent sent = new Sending(context, lane, gate).send(turn, intended.get());
    turn.callEnded();
    context.points().reach(CrashPoint.ANSWER_RECEIVED);
    return tellOutcome(intended.get(), sent);
  }

  private Progress stop(Clearance.Stop stop) throws SessionEnded, InterruptedException {
    return switch (stop) {
      case Clearance.Wait(OutcomeError why) -> {
        patience.waitFor(why);
        yield lane.keeps(placed, why, patience.next()) ? Progress.AGAIN : Progress.PARKED;
      }
      case Clearance.Again() -> Progress.AGAIN; // Late, the ledger's rules then call it expired.
      case Clearance.Reject(OutcomeError error) -> reject(error, true);
    };
  }

  /**
   * Intent: durable before the request, so that whoever comes after us knows that there may be one.
   * Empty where the entry has changed meanwhile.
   */
  private Optional<Intended> commitIntent(Verdict.Proceed proceed)
      throws SessionEnded, InterruptedException {
    journey.at(Phase.INTENT);
    VolumeId volume = proceed.volume().id();
    SendPermit permit = lane.permit(patience.deadline().at());
    RunState intent = new RunState.Intent(Changes.attempt(permit, proceed), null);
    Run run = placed.run(subject().withVolume(volume), intent);
    try {
      Entry recent = entry.forgetting(lane.memory().keepSince(context.time().now()));
      if (propose(Changes.intent(recent, run))) {
        return Optional.of(new Intended(new OpenRun(lane, entry, run), volume, permit));
      }
      permit.burn();
    } catch (SessionEnded e) {
      // The intent may be in the ledger: the next owner is told that nothing was sent.
      permit.burn();
      concluding.leaveEvidence(run, permit, Evidence.Says.NOT_TAKEN, null);
      lane.concluded(permit);
      throw e;
    }
    lane.concluded(permit);
    return Optional.empty();
  }

  /** Outcome: what the request's end means; taken back, the command goes on within its deadline. */
  private Progress tellOutcome(Intended intended, Sending.Sent sent)
      throws SessionEnded, InterruptedException {
    journey.at(Phase.OUTCOME);
    var explanation = new Explanation(context.preconditions(), placed.command(), project);
    return switch (concluding.of(intended, sent.result(), sent.seen(), explanation)) {
      case Conclusion.Told() -> Progress.ANSWERED;
      case Conclusion.TakenBack(Entry now, OutcomeError why) -> {
        entry = now;
        patience.waitFor(why);
        yield Progress.AGAIN;
      }
    };
  }

  private Progress reject(OutcomeError error, boolean remembered)
      throws SessionEnded, InterruptedException {
    var told = context.first(new Result.Rejected(null, error, gate.lastSeen()));
    return write(
        remembered ? rejection(told) : Changes.answerOnly(entry, subject(), placed.record(), told));
  }

  private Change rejection(Told<Result.Rejected> told) {
    Decision decision = Decision.rejected(told);
    return Changes.firstOutcome(entry, placed.run(subject(), decision.state()), decision);
  }

  /** The answer; stale, the entry has changed and everything is looked at again. */
  private Progress write(Change change) throws SessionEnded, InterruptedException {
    return propose(change) ? Progress.ANSWERED : Progress.AGAIN;
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
    return placed.subject(context.settings()).authorized(authorization);
  }
}
