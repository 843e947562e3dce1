package io.rollbackworker.rollback;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.ledger.Memory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configured numbers that decide about commands.
 *
 * @param window for so long after an accepted rollback further commands for the snapshot are
 *     duplicates
 * @param greatestAge nothing is sent for a command older than this
 * @param permitLife a request is sent at most so long after its intent was made
 * @param requestTimeout a rollback request that was sent is over after this time
 * @param visibleAfter for so long the cloud's reading after a request may still be the old one
 * @param togetherWithin so far apart a cloud may stamp the end of one rollback on snapshot and
 *     volume
 * @param clockSkew so far apart clocks of workers and brokers may be
 * @param pollShortest first interval between two looks at a busy snapshot or volume
 * @param pollLongest the intervals grow up to this
 * @param watchLooksPerSecond all watches of this worker together look so often
 * @param watchAlarm a watch that lasts longer raises an alarm, and goes on
 * @param projects the projects that may be used; the first is the default
 */
public record RollbackSettings(
    Duration window,
    Duration greatestAge,
    Duration permitLife,
    Duration requestTimeout,
    Duration visibleAfter,
    Duration togetherWithin,
    Duration clockSkew,
    Duration pollShortest,
    Duration pollLongest,
    int watchLooksPerSecond,
    Duration watchAlarm,
    List<ProjectId> projects) {
  public RollbackSettings {
    projects = List.copyOf(projects);
    if (projects.isEmpty()) {
      throw new IllegalArgumentException("at least one project must be configured");
    }
  }

  /** For how long a ledger that this worker uses must remember, at least. */
  public Memory memory() {
    return new Memory(window, greatestAge);
  }

  /** The project of a command that names none. */
  public ProjectId projectOr(@Nullable ProjectId named) {
    return named == null ? projects.getFirst() : named;
  }
}
