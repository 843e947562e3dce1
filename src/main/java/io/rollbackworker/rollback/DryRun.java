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
      Result.Checked checked = check(current);
      Change answer =
          Changes.answerOnly(current, subject(), placed.record(), context.first(checked));
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

  private Result.Checked check(Entry entry) throws SessionEnded, InterruptedException {
    return switch (Admission.of(
        placed, entry, context.settings(), lane.memory(), context.time().now())) {
      case Admission.Repeat(Run of) ->
          checked(of.state() instanceof RunState.InDoubt ? Would.IN_DOUBT : Would.DUPLICATE, null);
      case Admission.InFlight(var other) -> checked(Would.IN_FLIGHT, null);
      case Admission.Reject(OutcomeError error, boolean remembered) -> checked(Would.REJECT, error);
      case Admission.Evaluate() -> askCloud();
    };
  }

  private Result.Checked askCloud() throws SessionEnded, InterruptedException {
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
              case Verdict.Proceed proceed -> mayProceed(project, seen);
              case Verdict.Wait wait -> checked(Would.WAIT, null, seen);
              case Verdict.Reject(var code, String message) ->
                  checked(Would.REJECT, OutcomeError.of(code, message), seen);
            };
        case Reading.Unavailable(OutcomeError error) -> checked(Would.WAIT, error);
        case Reading.Denied(OutcomeError error) -> checked(Would.REJECT, error);
      };
    }
  }

  /** A freeze would hold it; a worker that has just started does not know yet. */
  private Result.Checked mayProceed(ProjectId project, Observation seen)
      throws SessionEnded, InterruptedException {
    lane.await(context.freezes().firstHeard(), PATIENCE);
    return context
        .freezes()
        .of(project)
        .map(frozen -> checked(Would.WAIT, frozen, seen))
        .orElseGet(() -> checked(Would.PROCEED, null, seen));
  }

  private static Result.Checked checked(Would would, @Nullable OutcomeError error) {
    return new Result.Checked(would, error, Observed.NOTHING, null);
  }

  private Result.Checked checked(Would would, @Nullable OutcomeError error, Observation seen) {
    if (!(seen instanceof Observation.Both both)) {
      return new Result.Checked(would, error, seen.observed(), null);
    }
    source = both.snapshot().volumeId();
    String created = would == Would.REJECT ? null : both.snapshot().createdAt();
    return new Result.Checked(would, error, seen.observed(), created);
  }
}
