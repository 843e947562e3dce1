package io.rollbackworker.rollback;

import static io.rollbackworker.outcome.ErrorCode.EXPIRED;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Baseline;
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
import io.rollbackworker.rollback.Change.Answer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One rollback command, from its turn to its first outcome:
 *
 * <pre>
 *   ledger ──► preconditions ──► intent ──► request ──► outcome
 *     ▲              │ wait         │ refused    │
 *     └──────────────┴──────────────┴────────────┘ certainly not taken
 * </pre>
 *
 * <p>Not thread-safe: made for one command, run by one virtual thread.
 */
final class RollbackProcedure {
  private final Context context;
  private final Lane lane;
  private final Received received;
  private final Instant deadline;
  private final Intervals intervals;

  /**
   * What to tell if the deadline comes: why it could not go on until now; null before the first
   * look.
   */
  private @Nullable OutcomeError hindrance;

  private Observed lastSeen = Observed.NOTHING;

  RollbackProcedure(Context context, Lane lane, Received received) {
    this.context = context;
    this.lane = lane;
    this.received = received;
    this.deadline = received.deadline(context.rules());
    this.intervals = context.intervals();
  }

  /** What an attempt led to. */
  private sealed interface Next {
    record Done() implements Next {}

    /** Not answered; the entry as it is now. */
    record Again(Entry entry, Duration after) implements Next {}

    /** The request is, or may be, with the cloud. */
    record Sent(Entry entry, Run run, SendPermit permit, EffectResult result) implements Next {}
  }

  /**
   * Runs until the command has its first outcome.
   *
   * @throws SessionEnded when the partition is lost; its next owner goes on from what is in the
   *     ledger
   */
  void run(Entry entry) throws SessionEnded, InterruptedException {
    Entry current = entry;
    while (true) {
      Next next = attempt(current);
      if (next instanceof Next.Sent sent) {
        next =
            new Conclusion(context, lane)
                .of(sent.entry, sent.run, sent.permit, sent.result)
                .<Next>map(
                    released -> hindered(released.entry(), released.error(), released.notBefore()))
                .orElseGet(Next.Done::new);
      }
      if (!(next instanceof Next.Again(Entry now, Duration after))) {
        return;
      }
      lane.pause(untilDeadline(after));
      current = now;
    }
  }

  private Next attempt(Entry entry) throws SessionEnded, InterruptedException {
    // Ledger: is there an answer already?
    switch (Admission.of(received, entry, context.rules(), context.time().now())) {
      case Admission.Repeat repeat -> {
        return write(
            Changes.answerOnly(entry, subject(), received.record(), repeat.of(), repeat.told()));
      }
      case Admission.Refuse(OutcomeError error, boolean remembered) -> {
        OutcomeError told = error.code() == EXPIRED && hindrance != null ? hindrance : error;
        return reject(entry, told, remembered);
      }
      case Admission.InFlight(var other) ->
          throw new IllegalStateException(
              "the lane runs one procedure per key, but " + other + " is open beside " + received);
      case Admission.Evaluate() -> {}
    }
    try (var _ = context.cloud().enter()) {
      // Preconditions: does the cloud's state allow it now? What is read here is the baseline.
      return switch (context.cloud().observe(project(), received.command().snapshotId())) {
        case Reading.Seen(Observation seen) -> judge(entry, seen);
        case Reading.Unavailable(OutcomeError error, Duration notBefore) ->
            hindered(entry, error, notBefore);
        case Reading.Denied(OutcomeError error) -> reject(entry, error, true);
      };
    }
  }

  private Next judge(Entry entry, Observation seen) throws SessionEnded, InterruptedException {
    lastSeen = seen.observed();
    return switch (context.preconditions().check(received.command(), project(), seen)) {
      case Verdict.Proceed proceed -> intendAndSend(entry, proceed);
      case Verdict.Wait(String reason) -> {
        String message =
            Preconditions.expected(received.command()) + reason + " until its deadline.";
        yield hindered(entry, OutcomeError.of(PRECONDITION_TIMEOUT, message), Duration.ZERO);
      }
      case Verdict.Reject(var code, String message) ->
          reject(entry, OutcomeError.of(code, message), true);
    };
  }

  private Next intendAndSend(Entry entry, Verdict.Proceed proceed)
      throws SessionEnded, InterruptedException {
    // Intent: durable before the request, so that whoever comes after us knows that there may be
    // one.
    SendPermit permit = lane.permit(deadline);
    Run run =
        received.run(
            subject().withVolume(proceed.volume().id()),
            new RunState.Intent(new Attempt(permit.permit(), baseline(proceed))));
    Entry intended;
    switch (intend(entry, run, permit)) {
      case Answer.Refused(Entry other) -> {
        permit.burn();
        lane.concluded(permit);
        return new Next.Again(other, Duration.ZERO);
      }
      case Answer.Written(Entry written) -> intended = written;
    }
    // Request: once.
    EffectResult result =
        context
            .cloud()
            .rollback(project(), received.command().snapshotId(), proceed.volume().id(), permit);
    return new Next.Sent(intended, run, permit, result);
  }

  /**
   * If the lane is lost meanwhile, the intent may be in the ledger; then the next owner is told
   * that nothing was sent.
   */
  private Answer intend(Entry entry, Run run, SendPermit permit)
      throws SessionEnded, InterruptedException {
    try {
      return lane.propose(Changes.intent(entry, run));
    } catch (SessionEnded e) {
      permit.burn();
      new Conclusion(context, lane).leaveEvidence(run, permit, Evidence.Says.NOT_TAKEN, null);
      lane.concluded(permit);
      throw e;
    }
  }

  private Next reject(Entry entry, OutcomeError error, boolean remembered)
      throws SessionEnded, InterruptedException {
    var told = context.first(new Result.Rejected(error, lastSeen));
    return write(
        remembered
            ? Changes.firstOutcome(
                entry, received.run(subject(), new RunState.Rejected(null, told)))
            : Changes.answerOnly(entry, subject(), received.record(), null, told));
  }

  private Next write(Change change) throws SessionEnded, InterruptedException {
    return switch (lane.propose(change)) {
      case Answer.Written written -> new Next.Done();
      case Answer.Refused(Entry other) -> new Next.Again(other, Duration.ZERO);
    };
  }

  private Next hindered(Entry entry, OutcomeError error, Duration notBefore) {
    hindrance = error;
    return new Next.Again(entry, intervals.nextAtLeast(notBefore));
  }

  private Duration untilDeadline(Duration wanted) {
    Duration left = Duration.between(context.time().now(), deadline);
    return left.compareTo(wanted) < 0 ? (left.isNegative() ? Duration.ZERO : left) : wanted;
  }

  private Subject subject() {
    return received.subject(context.rules());
  }

  private ProjectId project() {
    return context.rules().projectOr(received.command().projectId());
  }

  private static Baseline baseline(Verdict.Proceed proceed) {
    return new Baseline(
        proceed.snapshot().status(),
        proceed.snapshot().updatedAt(),
        proceed.volume().status(),
        proceed.volume().updatedAt());
  }
}
