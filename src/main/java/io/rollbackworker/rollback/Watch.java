package io.rollbackworker.rollback;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.DiskApi.UnderWay;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.evidence.Notice;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.precondition.Observation;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one run beside the key's queue, at growing intervals, until its truth is told: an
 * accepted rollback until it completed or failed, a doubtful one until proof appears. Survives
 * restarts: a new owner watches what it finds in the ledger.
 *
 * <p>Right after the request the cloud may still show the state before it. So a status that looks
 * like the end is believed only after the rollback itself was seen, or when it would be visible by
 * now.
 */
final class Watch {
  /** Giving up would put it behind all others again. */
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final Context context;
  private final Lane lane;
  private final CommandId commandId;
  private final Calibrating calibrating;
  private final Verdicts verdicts;
  private final Rest rest;
  private long beganNanos;
  private long unseenSinceNanos;
  private boolean rollingBackSeen;

  private boolean alarmed;

  /** While it counts among the rollbacks that run at the cloud. */
  private @Nullable UnderWay underWay;

  /** Made before the procedure that told the acceptance gives its turn back: no gap between. */
  Watch(Context context, Lane lane, Run run) {
    this.context = context;
    this.lane = lane;
    this.commandId = run.commandId();
    this.calibrating = new Calibrating(context);
    this.verdicts = new Verdicts(context);
    this.rest = new Rest(context, lane);
    if (run.state() instanceof RunState.InDoubt doubt) {
      context.log().readFrom(doubt.attempt().permit().madeAfter());
    }
    follow(run);
  }

  void run(Entry entry) throws SessionEnded, InterruptedException {
    try {
      watch(entry);
    } finally {
      unfollow();
    }
  }

  private void watch(Entry entry) throws SessionEnded, InterruptedException {
    Entry current = entry;
    beganNanos = context.time().nanos();
    unseenSinceNanos = beganNanos;
    Optional<Run> run = watched(current);
    if (run.isPresent()) {
      rest.beforeTheFirstLook(run.get());
    }
    while (run.isPresent()) {
      current = propose(look(current, run.get()));
      Optional<Run> now = watched(current);
      compare(run.get(), now);
      run = now;
      if (run.isPresent()) {
        rest.beforeTheNextLook(run.get());
      }
    }
    calibrating.atRest(
        ended -> {
          rest.afterTheEnd();
          return context.look(lane, ended, Priority.LOW, FOR_EVER);
        });
  }

  private void compare(Run before, Optional<Run> after) {
    if (after.filter(run -> run.state().equals(before.state())).isPresent()) {
      alarmIfOverdue(before);
    } else {
      // Evidence of a request that came late: its effect may not show yet.
      unseenSinceNanos = context.time().nanos();
      after.ifPresent(this::follow);
    }
  }

  private void follow(Run run) {
    if (underWay == null && run.state() instanceof RunState.Accepted) {
      underWay = context.cloud().follow(run.projectId());
    }
  }

  private void unfollow() {
    if (underWay != null) {
      underWay.close();
      underWay = null;
    }
  }

  private Optional<Run> watched(Entry entry) {
    return entry.run(commandId).filter(run -> run.state().isWatched());
  }

  /** What it sees changes the run; or nothing does, but for evidence that came meanwhile. */
  private Change look(Entry entry, Run run) throws SessionEnded, InterruptedException {
    // Both before: a slow answer may be as old as its question.
    boolean visible = isVisibleByNow() || hasEndedByItsLog(run);
    Duration since = sinceItIsSo(run);
    return reading(run)
        .flatMap(seen -> judge(entry, run, seen, visible, since))
        .orElseGet(() -> Changes.nothing(entry, run));
  }

  /** However crowded it is, its turn comes. */
  private Optional<Observation> reading(Run run) throws SessionEnded, InterruptedException {
    var asked = context.cloud().lookTogether(run.projectId(), run.snapshotId());
    try {
      lane.await(asked, FOR_EVER);
      return asked.join() instanceof Reading.Seen(Observation seen)
          ? Optional.of(seen)
          : Optional.empty();
    } finally {
      asked.cancel(false);
    }
  }

  private Entry propose(Change change) throws SessionEnded, InterruptedException {
    return switch (lane.propose(change)) {
      case Change.Receipt.Written(Entry now) -> now;
      case Change.Receipt.Stale(Entry now) -> now;
      case Change.Receipt.AlreadySettled() ->
          throw new IllegalStateException("a revision answers no record");
    };
  }

  private Optional<Change> judge(
      Entry entry, Run run, Observation seen, boolean visible, Duration since) {
    rollingBackSeen |= seen.isRollingBack();
    if (run.state() instanceof RunState.InDoubt doubt) {
      return doubtful(entry, run, doubt, seen, since);
    }
    if (!(run.state() instanceof RunState.Accepted accepted)
        || seen.isRollingBack()
        || !(seen instanceof Observation.Both both)) {
      return Optional.empty(); // Or deleted meanwhile: no evidence of success or failure.
    }
    if (context.inference().isLate(since)) {
      calibrating.leftNoTrace(run, accepted, both);
    }
    return ending(run, accepted, both, visible)
        .map(decision -> Changes.revision(entry, run, decision));
  }

  private Optional<Change> doubtful(
      Entry entry, Run run, RunState.InDoubt doubt, Observation seen, Duration since) {
    if (seen.isRollingBack()) {
      return Optional.of(Changes.revision(entry, run, proof(doubt, seen)));
    }
    if (seen instanceof Observation.Both both) {
      calibrating.doubted(run, both);
    }
    return verdict(entry, run, seen, since);
  }

  private Decision proof(RunState.InDoubt doubt, Observation seen) {
    int revision = doubt.told().revision() + 1;
    return Decision.revisable(context.seen(doubt.attempt(), revision, seen.observed()));
  }

  private Optional<Change> verdict(Entry entry, Run run, Observation seen, Duration since) {
    return verdicts
        .byLog(run, Optional.of(seen), true)
        .or(() -> verdicts.byStamps(run, Optional.of(seen), since))
        .flatMap(evidence -> new EvidenceRule(context).apply(evidence, entry));
  }

  /** Its own clock began after that was told, or the lane was opened. */
  private Duration sinceItIsSo(Run run) {
    return run.state() instanceof RunState.InDoubt
        ? context.openBefore(lane, run).plus(since(beganNanos))
        : since(unseenSinceNanos);
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(context.time().nanos() - nanos);
  }

  private Optional<Decision> ending(
      Run run, RunState.Accepted accepted, Observation.Both seen, boolean visible) {
    Duration together = context.settings().togetherWithin();
    int revision = accepted.told().revision() + 1;
    var end = new Ending(rollingBackSeen, visible, together).of(accepted, seen);
    if (end.isPresent()) {
      unfollow(); // Another may run, however soon this is told.
      calibrating.ended(run, accepted, end.get(), seen);
    }
    return end.map(result -> Decision.end(accepted, context.told(revision, result)));
  }

  /** Then it has begun; what it has done to the volume must be seen nevertheless. */
  private boolean hasEndedByItsLog(Run run) {
    return context.log().has(run.attempt().permit().id(), Notice.What.ENDED);
  }

  private boolean isVisibleByNow() {
    return since(unseenSinceNanos).compareTo(context.settings().visibleAfter()) >= 0;
  }

  private void alarmIfOverdue(Run run) {
    if (!alarmed && rest.lasted(run).compareTo(context.settings().watchAlarm()) > 0) {
      alarmed = true;
      unfollow(); // What never ends must not hold the others up.
      context.alarms().raise(Alarms.Alarm.WATCH_OVERDUE, run);
    }
  }
}
