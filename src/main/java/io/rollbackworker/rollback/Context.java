package io.rollbackworker.rollback;

import io.rollbackworker.command.Priority;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.DiskApi;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.outcome.Witness;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.policy.Ruling;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Intervals;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What every procedure works with.
 *
 * @param evidence publishes what a process knows about its permit after it lost the lane
 * @param log what the cloud's own log says
 * @param inference ends doubts by what the cloud shows
 * @param fork for looks beside a request
 * @param worker this worker's name, for outcomes
 */
public record Context(
    DiskApi cloud,
    Freezes freezes,
    Policies policies,
    Preconditions preconditions,
    RollbackSettings settings,
    EvidencePublisher evidence,
    CloudLog log,
    Inference inference,
    Alarms alarms,
    Journeys journeys,
    CrashPoints points,
    Time time,
    Fork fork,
    RandomGenerator random,
    String worker) {

  /** What the policy says of a command now. */
  Ruling judge(PlacedCommand placed, Lane lane) {
    return policies.now().judge(placed.question(settings, lane.memory(), time.now()));
  }

  <R extends Result> Told<R> first(R result) {
    return told(1, result);
  }

  <R extends Result> Told<R> told(int revision, R result) {
    return told(revision, null, result);
  }

  <R extends Result> Told<R> told(int revision, @Nullable Witness evidence, R result) {
    return new Told<>(revision, time.now(), worker, evidence, result);
  }

  /** Its snapshot was seen being rolled back. */
  RunState.Accepted seen(Attempt attempt, int revision, Observed observed) {
    var proven = new Result.Accepted(attempt.permit().id(), Result.Proof.OBSERVED, null, observed);
    return new RunState.Accepted(attempt, time.now(), told(revision, proven));
  }

  /**
   * For how long the run was what it is when its lane was opened, by the brokers' clocks, which may
   * differ: whoever owned the lane meanwhile. Without it a fleet whose workers restart often would
   * never answer.
   */
  Duration openBefore(Lane lane, Run run) {
    Instant since = run.state().openSinceOrNull();
    if (since == null) {
      return Duration.ZERO;
    }
    Duration before = Duration.between(since, lane.openedAt()).minus(settings.clockSkew());
    return before.isNegative() ? Duration.ZERO : before;
  }

  Intervals intervals() {
    return new Intervals(settings.pollShortest(), settings.pollLongest(), random);
  }

  /**
   * Looks at the snapshot and volume of a run; empty when its turn does not come in time, or the
   * cloud cannot be asked now.
   */
  Optional<Observation> look(Lane lane, Run run, Priority priority, Duration patience)
      throws SessionEnded, InterruptedException {
    try (Turn turn = cloud.turn(run.projectId(), Turn.Kind.LOOK, priority)) {
      return lane.await(turn.granted(), patience)
              && cloud.look(
                      run.projectId(), run.snapshotId(), time.now().plus(settings.pollLongest()))
                  instanceof Reading.Seen(Observation seen)
          ? Optional.of(seen)
          : Optional.empty();
    }
  }
}
