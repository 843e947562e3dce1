package io.rollbackworker.rollback;

import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.precondition.Preconditions;
import java.util.random.RandomGenerator;

/**
 * What every procedure works with.
 *
 * @param evidence publishes what a process knows about its permit after it lost the lane
 * @param worker this worker's name, for outcomes
 */
public record Context(
    DiskApi cloud,
    Preconditions preconditions,
    Rules rules,
    EvidencePublisher evidence,
    Time time,
    RandomGenerator random,
    String worker) {

  <R extends Result> Told<R> first(R result) {
    return told(1, result);
  }

  <R extends Result> Told<R> told(int revision, R result) {
    return new Told<>(revision, time.now(), worker, result);
  }

  Intervals intervals() {
    return new Intervals(rules.pollShortest(), rules.pollLongest(), random);
  }
}
