package io.rollbackworker.campaign;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was told of a campaign's disks. Not thread-safe. */
public final class Results {
  private final CampaignName name;
  private final Map<SnapshotId, Outcome> checks = new HashMap<>();
  private final Map<SnapshotId, Outcome> answers = new HashMap<>();
  private final List<Moment> moments = new ArrayList<>();

  /** When a disk came to stand so. */
  public record Moment(Instant at, SnapshotId snapshot, Standing standing) {}

  public Results(CampaignName name) {
    this.name = name;
  }

  /** Whether it is one of this campaign's. */
  public boolean hear(Outcome outcome) {
    SnapshotId snapshot = outcome.subject().snapshotId();
    if (snapshot == null) {
      return false;
    }
    CommandId command = outcome.subject().commandId();
    if (command.equals(name.checkId(snapshot))) {
      checks.put(snapshot, outcome);
      return true;
    }
    if (!command.equals(name.commandId(snapshot)) || isOfAnotherRecord(outcome)) {
      return false;
    }
    answers.put(snapshot, outcome);
    moments.add(new Moment(outcome.told().time(), snapshot, standing(outcome)));
    return true;
  }

  /** Somebody published the disk's command again, or something else under its id. */
  private static boolean isOfAnotherRecord(Outcome outcome) {
    OutcomeError error = outcome.result().errorOrNull();
    return outcome.subject().commandId().equals(outcome.duplicateOf())
        || (error != null && error.code() == ErrorCode.COMMAND_ID_REUSED);
  }

  /** The sweep's word on a disk. */
  public Optional<Result.Checked> check(SnapshotId snapshot) {
    return Optional.ofNullable(checks.get(snapshot))
        .map(outcome -> outcome.result() instanceof Result.Checked checked ? checked : null);
  }

  /** The last that was told of a disk's command. */
  public Optional<Outcome> answer(SnapshotId snapshot) {
    return Optional.ofNullable(answers.get(snapshot));
  }

  /** What was told last: by the sweep, or of the command. */
  @Nullable Outcome told(SnapshotId snapshot, boolean bySweep) {
    return (bySweep ? checks : answers).get(snapshot);
  }

  /** In the order of their times. */
  public List<Moment> moments() {
    return moments.stream().sorted(Comparator.comparing(Moment::at)).toList();
  }

  /** When each disk was over, in their order. */
  List<Instant> ends() {
    return moments().stream().filter(m -> m.standing().isOver()).map(Moment::at).toList();
  }

  /** Of a disk whose command was answered. */
  static Standing standing(Outcome outcome) {
    boolean others = outcome.original() != null;
    return switch (outcome.result()) {
      case Result.Accepted _ -> others ? Standing.REPEATED : Standing.RUNNING;
      case Result.Completed _ -> others ? Standing.REPEATED : Standing.COMPLETED;
      case Result.Rejected _, Result.Checked _ -> Standing.REJECTED;
      case Result.Failed _ -> Standing.FAILED;
      case Result.InDoubt _ -> Standing.IN_DOUBT;
      case Result.Ended _ -> Standing.ENDED;
    };
  }
}
