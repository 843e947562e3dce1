package io.rollbackworker.request;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Follows commands by their outcomes: first the event that answers the record, then later ones of
 * the command, or of the one that it repeats. Not thread-safe.
 */
public final class Pursuit {
  /** How far a command is followed. */
  public enum Until {
    /** Its rollback was accepted; or it ended otherwise. */
    ACCEPTED,
    /** Its rollback is over, or will never be. */
    COMPLETED
  }

  private record Place(int partition, long offset) {}

  private record Named(SnapshotId snapshot, CommandId command) {}

  private final Until until;
  private final Map<Place, SnapshotId> unanswered = new HashMap<>();
  private final Map<Named, SnapshotId> followed = new HashMap<>();
  private final Map<SnapshotId, Standing> standings = new LinkedHashMap<>();

  public Pursuit(Until until) {
    this.until = until;
  }

  /** Each snapshot once; where its command's record was stored. */
  public void follow(SnapshotId snapshot, int partition, long offset) {
    unanswered.put(new Place(partition, offset), snapshot);
    standings.put(snapshot, Standing.UNANSWERED);
  }

  /** Whether it is of a command that is followed. */
  public boolean hear(Outcome outcome) {
    SnapshotId answered =
        unanswered.remove(new Place(outcome.record().partition(), outcome.record().offset()));
    SnapshotId subject = outcome.subject().snapshotId();
    if (answered != null) {
      CommandId original = outcome.duplicateOf();
      CommandId command = original == null ? outcome.subject().commandId() : original;
      followed.put(new Named(answered, command), answered);
    } else if (outcome.original() != null
        || subject == null
        || !followed.containsKey(new Named(subject, outcome.subject().commandId()))) {
      return false;
    }
    SnapshotId snapshot = answered == null ? subject : answered;
    if (snapshot != null) {
      standings.put(snapshot, standing(outcome.result()));
    }
    return true;
  }

  private Standing standing(Result result) {
    return switch (result) {
      case Result.Accepted _ -> until == Until.ACCEPTED ? Standing.GOOD : Standing.RUNNING;
      case Result.Completed _ -> Standing.GOOD;
      case Result.Checked checked ->
          checked.would() == Result.Would.PROCEED ? Standing.GOOD : Standing.BAD;
      case Result.Rejected _, Result.Failed _ -> Standing.BAD;
      case Result.Ended _ -> Standing.UNKNOWN;
      case Result.InDoubt _ -> Standing.DOUBTFUL;
    };
  }

  /** Where a command stands. */
  public enum Standing {
    UNANSWERED,
    RUNNING,
    /** A request was sent, and its fate is not known yet. */
    DOUBTFUL,
    GOOD,
    BAD,
    /** Over, and nobody knows how. */
    UNKNOWN;

    public boolean isOver() {
      return switch (this) {
        case GOOD, BAD, UNKNOWN -> true;
        case UNANSWERED, RUNNING, DOUBTFUL -> false;
      };
    }
  }

  public boolean isOver() {
    return standings.values().stream().allMatch(Standing::isOver);
  }

  public Collection<Standing> standings() {
    return standings.values();
  }
}
