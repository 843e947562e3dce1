package io.rollbackworker.rollback;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.policy.Ruling;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Verdict;
import io.rollbackworker.rollback.Change.Receipt;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a command would lead to now. Changes nothing, waits for nothing, queues behind
 * nothing.
 */
final class DryRun {
  /** So long it waits for the limits, which everybody meets. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Context context;
  private final Lane lane;
  private final PlacedCommand placed;
  private @Nullable VolumeId source;

  DryRun(Context context, Lane lane, PlacedCommand placed) {
    this.context = context;
    this.lane = lane;
    this.placed = placed;
  }

  void run(Entry entry) throws SessionEnded, InterruptedException {
    Entry current = entry;
    while (true) {
      Ruling ruling = context.judge(placed, lane);
      Result.Checked checked = check(current, ruling);
      Subject subject = subject().authorized(ruling.authorization());
      Change answer = Changes.answerOnly(current, subject, placed.record(), context.first(checked));
      switch (lane.propose(answer)) {
        case Receipt.Written written -> {
          return;
        }
        case Receipt.AlreadySettled() -> {
          return;
        }
        case Receipt.Stale(Entry other) -> current = other;
      }
    }
  }

  /** With the snapshot's volume, where it was seen: two snapshots of a volume are one disk. */
  private Subject subject() {
    Subject subject = placed.subject(context.settings());
    return source == null ? subject : subject.withVolume(source);
  }

  private Result.Checked check(Entry entry, Ruling ruling)
      throws SessionEnded, InterruptedException {
    return switch (Admission.of(
        placed, ruling, entry, context.settings(), lane.memory(), context.time().now())) {
      case Admission.Repeat(Run of) ->
          checked(of.state() instanceof RunState.InDoubt ? Would.IN_DOUBT : Would.DUPLICATE, null);
      case Admission.InFlight(var other) -> checked(Would.IN_FLIGHT, null);
      case Admission.NotYet(var notBefore, OutcomeError why) -> checked(Would.WAIT, why);
      case Admission.Reject(OutcomeError error, boolean remembered) -> checked(Would.REJECT, error);
      case Admission.Evaluate() -> askCloud(ruling);
    };
  }

  private Result.Checked askCloud(Ruling ruling) throws SessionEnded, InterruptedException {
    var project = context.settings().projectOr(placed.command().projectId());
    var priority = placed.command().audit().priority();
    try (Turn turn = context.cloud().turn(project, Turn.Kind.LOOK, priority)) {
      if (!lane.await(turn.granted(), PATIENCE)) {
        return checked(Would.WAIT, turn.hindrance());
      }
      Instant deadline = context.time().now().plus(PATIENCE);
      return switch (context.cloud().look(project, placed.command().snapshotId(), deadline)) {
        case Reading.Seen(Observation seen) ->
            switch (context.preconditions().check(placed.command(), project, seen)) {
              case Verdict.Proceed proceed -> mayProceed(project, ruling, seen);
              case Verdict.Wait wait -> asRuled(ruling, seen, checked(Would.WAIT, null, seen));
              case Verdict.Reject(var code, String message) ->
                  losingNothing(checked(Would.REJECT, OutcomeError.of(code, message), seen));
            };
        case Reading.Unavailable(OutcomeError error) -> checked(Would.WAIT, error);
        case Reading.Denied(OutcomeError error) -> checked(Would.REJECT, error);
      };
    }
  }

  /** A freeze would hold it; a worker that has just started does not know yet. */
  private Result.Checked mayProceed(ProjectId project, Ruling ruling, Observation seen)
      throws SessionEnded, InterruptedException {
    lane.await(context.freezes().firstHeard(), PATIENCE);
    Result.Checked free =
        context
            .freezes()
            .of(project)
            .map(frozen -> checked(Would.WAIT, frozen, seen))
            .orElseGet(() -> checked(Would.PROCEED, null, seen));
    return asRuled(ruling, seen, free);
  }

  private static Result.Checked losingNothing(Result.Checked told) {
    return new Result.Checked(told.would(), told.error(), told.observed(), null);
  }

  /** The cloud would let it, the policy does not now. */
  private Result.Checked asRuled(Ruling ruling, Observation seen, Result.Checked otherwise) {
    return ruling instanceof Ruling.NotNow(OutcomeError error, _)
        ? checked(Would.REJECT, error, seen)
        : otherwise;
  }

  private static Result.Checked checked(Would would, @Nullable OutcomeError error) {
    return new Result.Checked(would, error, Observed.NOTHING, null);
  }

  private Result.Checked checked(Would would, @Nullable OutcomeError error, Observation seen) {
    if (!(seen instanceof Observation.Both both)) {
      return new Result.Checked(would, error, seen.observed(), null);
    }
    source = both.snapshot().volumeId();
    return new Result.Checked(would, error, seen.observed(), both.snapshot().createdAt());
  }
}
