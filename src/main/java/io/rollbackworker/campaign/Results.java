package io.rollbackworker.campaign;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was told of a campaign's disks. Not thread-safe. */
public final class Results {
  /** Number of the first sweep by somebody who looks before he approves. */
  public static final int APPROVERS = 500_000;

  /** What whoever may write the commands topic can have answered under any id. */
  private static final Set<ErrorCode> OF_ANYBODY =
      EnumSet.of(
          ErrorCode.COMMAND_ID_REUSED,
          ErrorCode.INVALID_COMMAND,
          ErrorCode.TOO_LARGE,
          ErrorCode.SIGNATURE_INVALID,
          ErrorCode.REQUESTER_UNKNOWN,
          ErrorCode.NOT_PERMITTED,
          ErrorCode.OUTSIDE_WINDOW,
          ErrorCode.APPROVAL_MISSING);

  private final CampaignName name;
  private final int sweepFrom;
  private final Map<SnapshotId, Outcome> checks = new HashMap<>();
  private final Map<SnapshotId, Answer> answers = new HashMap<>();
  private final Map<SnapshotId, CommandId> repeated = new HashMap<>();
  private final List<Moment> moments = new ArrayList<>();

  /** When a disk came to stand so; by the clock of the worker that told it. */
  public record Moment(Instant at, SnapshotId snapshot, Standing standing) {}

  /**
   * The last that was told of a disk's command, or of the one of others that it repeats.
   *
   * @param heardAt by the clock here
   */
  public record Answer(Outcome outcome, Standing standing, Instant heardAt) {}

  /**
   * @param sweepFrom what earlier sweeps found is old
   */
  public Results(CampaignName name, int sweepFrom) {
    this.name = name;
    this.sweepFrom = sweepFrom;
  }

  /**
   * Whether it is one of this campaign's.
   *
   * @param now by the clock here
   */
  public boolean hear(Outcome outcome, Instant now) {
    SnapshotId snapshot = outcome.subject().snapshotId();
    if (snapshot == null) {
      return false;
    }
    CommandId command = outcome.subject().commandId();
    int sweep = name.sweepOf(command, snapshot);
    if (sweep >= 0) {
      OutcomeError error = outcome.result().errorOrNull();
      boolean ofAnybody = error != null && OF_ANYBODY.contains(error.code());
      boolean ofApprovers = sweep >= APPROVERS;
      if (sweep >= sweepFrom
          && ofApprovers == sweepFrom >= APPROVERS
          && !(ofAnybody && checks.containsKey(snapshot))) {
        checks.put(snapshot, outcome);
      }
      return true;
    }
    if (command.equals(name.commandId(snapshot))) {
      return own(snapshot, outcome, now);
    }
    if (command.equals(repeated.get(snapshot)) && outcome.original() == null) {
      answered(snapshot, outcome, now);
      return true;
    }
    return false;
  }

  private boolean own(SnapshotId snapshot, Outcome outcome, Instant now) {
    CommandId original = outcome.duplicateOf();
    if (outcome.subject().commandId().equals(original)) {
      return false; // Somebody published the command again: it tells nothing new.
    }
    OutcomeError error = outcome.result().errorOrNull();
    boolean ofAnybody = error != null && OF_ANYBODY.contains(error.code());
    if (ofAnybody && answers.containsKey(snapshot)) {
      return false; // Of something else that somebody published under its id.
    }
    if (original != null) {
      repeated.put(snapshot, original);
    }
    answered(snapshot, outcome, now);
    return true;
  }

  private void answered(SnapshotId snapshot, Outcome outcome, Instant now) {
    Standing standing = standing(outcome.result(), repeated.containsKey(snapshot));
    answers.put(snapshot, new Answer(outcome, standing, now));
    moments.add(new Moment(outcome.told().time(), snapshot, standing));
  }

  private static Standing standing(Result result, boolean ofOthers) {
    return switch (result) {
      case Result.Accepted _ -> Standing.RUNNING;
      case Result.Completed _ -> ofOthers ? Standing.REPEATED : Standing.COMPLETED;
      case Result.Rejected _, Result.Checked _ -> Standing.REJECTED;
      case Result.Failed _ -> Standing.FAILED;
      case Result.InDoubt _ -> Standing.IN_DOUBT;
      case Result.Ended _ -> Standing.ENDED;
    };
  }

  /** What was told last to the sweep's question: a {@link Result.Checked}, or why it was none. */
  public Optional<Outcome> check(SnapshotId snapshot) {
    return Optional.ofNullable(checks.get(snapshot));
  }

  /** The sweep's word on a disk. */
  public Optional<Result.Checked> checked(SnapshotId snapshot) {
    return check(snapshot)
        .flatMap(
            told ->
                told.result() instanceof Result.Checked checked
                    ? Optional.of(checked)
                    : Optional.empty());
  }

  public Optional<Answer> answer(SnapshotId snapshot) {
    return Optional.ofNullable(answers.get(snapshot));
  }

  /** In the order of their times. */
  public List<Moment> moments() {
    return moments.stream().sorted(Comparator.comparing(Moment::at)).toList();
  }

  /** When each disk was over, in their order. */
  List<Instant> ends() {
    return moments().stream().filter(m -> m.standing().isOver()).map(Moment::at).toList();
  }
}
