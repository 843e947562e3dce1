package io.rollbackworker.rollback;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.Notice.What;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.time.Intervals;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The time between two looks of a watch. What has lasted long is looked at seldom; what the cloud's
 * own log tells of, when it says that it is over.
 */
final class Rest {
  /**
   * The truth comes at most this part of the whole time later, and what never ends (a deleted
   * snapshot) costs less and less.
   */
  private static final int PATIENCE = 10;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Where the log has told the begin it will tell the end, too, unless that is lost. */
  private static final Duration BESIDE_THE_LOG = Duration.ofSeconds(30);

  private static final Set<What> END = EnumSet.of(What.ENDED);
  private static final Set<What> ANYTHING = EnumSet.allOf(What.class);

  private final Context context;
  private final Lane lane;
  private final Intervals intervals;

  Rest(Context context, Lane lane) {
    this.context = context;
    this.lane = lane;
    this.intervals = context.intervals();
  }

  /** Whatever its age: it may have ended while nobody looked. */
  void beforeTheFirstLook(Run run) throws SessionEnded, InterruptedException {
    of(run, intervals.next());
  }

  void beforeTheNextLook(Run run) throws SessionEnded, InterruptedException {
    Duration part = lasted(run).dividedBy(PATIENCE);
    of(run, intervals.nextAtLeast(part.compareTo(LONGEST) < 0 ? part : LONGEST));
  }

  private void of(Run run, Duration pause) throws SessionEnded, InterruptedException {
    CloudLog log = context.log();
    PermitId permit = run.attempt().permit().id();
    boolean accepted = run.state() instanceof RunState.Accepted;
    try (var waiting = log.await(permit, accepted ? END : ANYTHING)) {
      // Of a rollback that failed, the statuses follow after the log's end: then as usual again.
      boolean tells = accepted && log.has(permit, What.BEGUN) && !log.has(permit, What.ENDED);
      boolean longer = tells && pause.compareTo(BESIDE_THE_LOG) < 0;
      lane.await(waiting.heard(), longer ? BESIDE_THE_LOG : pause);
    }
  }

  /** Before a look at what has ended. */
  void afterTheEnd() throws SessionEnded, InterruptedException {
    lane.pause(intervals.longest());
  }

  /** Since what was told last. */
  Duration lasted(Run run) {
    return Duration.between(run.answer().time(), context.time().now());
  }
}
