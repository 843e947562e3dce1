package io.rollbackworker.campaign;

import io.rollbackworker.command.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands of a campaign on its topic, each under a key of its own; the last of each counts. */
public sealed interface Order {
  /**
   * The campaign itself.
   *
   * @param disks how many commands its parts hold, all together
   * @param parts how many there are
   * @param outcomesFrom where each partition of the outcomes ended when it began
   * @param approvals what others have signed, as {@code approve} prints it
   */
  record Opened(
      Instant at,
      @Nullable String requestedBy,
      int disks,
      int parts,
      Map<Integer, Long> outcomesFrom,
      Terms terms,
      List<String> approvals)
      implements Order {
    public Opened {
      outcomesFrom = Map.copyOf(outcomesFrom);
      approvals = List.copyOf(approvals);
    }

    public Opened with(Terms others) {
      return new Opened(at, requestedBy, disks, parts, outcomesFrom, others, approvals);
    }

    public Opened approvedBy(List<String> others) {
      return new Opened(at, requestedBy, disks, parts, outcomesFrom, terms, others);
    }
  }

  /**
   * Some commands of the plan, as they will be sent but for id and deadline.
   *
   * @param part from 0 on
   * @param commands JSON
   */
  record Part(int part, List<String> commands) implements Order {
    public Part {
      commands = List.copyOf(commands);
    }
  }

  /**
   * Dry runs that were sent in one transaction with this.
   *
   * @param number from 0 on
   */
  record Sweep(int number, Instant at, List<SnapshotId> snapshots) implements Order {
    public Sweep {
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * Commands that were sent in one transaction with this.
   *
   * @param number 0: the canary
   */
  record Wave(int number, Instant at, Instant expiresAt, List<SnapshotId> snapshots)
      implements Order {
    public Wave {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** Nothing further is sent, until it is taken back. */
  record Stopped(Instant at, @Nullable String requestedBy, String reason) implements Order {}

  /** The part of the key behind the campaign's name. */
  default String key() {
    return switch (this) {
      case Opened _ -> "opened";
      case Part part -> "part/" + part.part();
      case Sweep sweep -> "sweep/" + sweep.number();
      case Wave wave -> "wave/" + wave.number();
      case Stopped _ -> "stopped";
    };
  }
}
