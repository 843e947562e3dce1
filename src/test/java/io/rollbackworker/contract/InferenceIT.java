package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Stamping;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.kafka.client.CommandPublisher.Stored;
import io.rollbackworker.kafka.control.KnownLessons;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.telemetry.WorkerReport.InferenceRow;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Doubts that end without a person, where the cloud's {@code updated_at} has proven itself. */
class InferenceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A rollback is over before anybody looks. */
  private static final Duration SHORT = Duration.ofMillis(5);

  @Test
  void shouldEndDoubtsEitherWayOnceItHasLearned() throws Exception {
    try (Fleet fleet = Fleet.with(2, cloud(Stamping.HONEST, SHORT), 100)) {
      Worker worker = fleet.startInferring(CrashPoints.NONE);
      fleet.awaitRunning();
      rollBack(fleet, 1, 15);
      await().atMost(PATIENCE).until(() -> standing(worker).still() >= 10);

      Stored taken = publishWith(fleet, FaultPoint.CLOSE_AFTER_EFFECT, "bulk-21");
      Stored never = publishWith(fleet, FaultPoint.CLOSE_BEFORE_EFFECT, "bulk-22");

      Outcome accepted = fleet.awaitEvent(taken, o -> o.result() instanceof Result.Accepted);
      assertThat(((Result.Accepted) accepted.result()).proof()).isEqualTo(Result.Proof.INFERRED);
      fleet.awaitEvent(taken, o -> o.result() instanceof Result.Completed);
      Outcome doubt = fleet.awaitEvent(never, o -> o.result() instanceof Result.InDoubt);
      assertThat(((Result.InDoubt) doubt.result()).cause()).isEqualTo(Result.Cause.ANSWER_LOST);
      Outcome rejected = fleet.awaitEvent(never, o -> o.result() instanceof Result.Rejected);
      assertThat(rejected.result().errorOrNull().code()).isEqualTo(ErrorCode.REQUEST_NOT_TAKEN);
      assertThat(rejected.told().evidence().by()).isEqualTo(Evidence.By.INFERENCE);
    }
  }

  @Test
  void shouldKnowWhatTheFleetHasLearnedAfterAllWorkersWereGone() throws Exception {
    try (Fleet fleet = Fleet.with(2, cloud(Stamping.HONEST, SHORT), 100)) {
      Worker first = fleet.startInferring(CrashPoints.NONE);
      fleet.awaitRunning();
      rollBack(fleet, 1, 15);
      await().atMost(PATIENCE).until(() -> standing(first).still() >= 10);
      await()
          .atMost(PATIENCE)
          .until(() -> KnownLessons.read(fleet.kafka(), 1).of(Samples.PROJECT).still() >= 10);
      fleet.stop(first);

      Worker second = fleet.startInferring(CrashPoints.NONE);

      await().atMost(PATIENCE).until(() -> standing(second).applies());
      assertThat(standing(second).moved()).isGreaterThanOrEqualTo(14);
    }
  }

  /** However often such a cloud was right by chance. */
  @ParameterizedTest
  @EnumSource(
      value = Stamping.class,
      names = {"NEVER", "LATE", "VOLUME_ONLY"})
  void shouldBelieveNoCloudThatStampsOtherwise(Stamping stamping) throws Exception {
    try (Fleet fleet = Fleet.with(2, cloud(stamping, Duration.ofMillis(300)), 200)) {
      Worker worker = fleet.startInferring(CrashPoints.NONE);
      rollBackUntil(fleet, () -> standing(worker).contradiction() != null);

      assertThatADoubtIsNeverTold(fleet, o -> o.told().evidence() != null);
      assertThat(standing(worker).applies()).isFalse();
    }
  }

  /**
   * It moves with rollbacks, too: what did not move was not taken, but what moved proves nothing.
   */
  @Test
  void shouldNotTakeWhatMovesByChanceForARollback() throws Exception {
    try (Fleet fleet = Fleet.with(2, cloud(Stamping.RANDOM, Duration.ofMillis(300)), 200)) {
      Worker worker = fleet.startInferring(CrashPoints.NONE);
      rollBackUntil(fleet, () -> standing(worker).strays() > 0);

      assertThatADoubtIsNeverTold(
          fleet, o -> o.told().evidence() != null && o.result() instanceof Result.Accepted);
    }
  }

  private static void rollBackUntil(Fleet fleet, BooleanSupplier learned) throws Exception {
    fleet.awaitRunning();
    for (int i = 1; !learned.getAsBoolean(); i += 4) {
      assertThat(i).as("commands without that lesson").isLessThan(190);
      rollBack(fleet, i, i + 4);
    }
  }

  /** For longer than the lateness. */
  private static void assertThatADoubtIsNeverTold(Fleet fleet, Predicate<Outcome> such)
      throws Exception {
    Stored never = publishWith(fleet, FaultPoint.CLOSE_BEFORE_EFFECT, "bulk-195");
    fleet.awaitEvent(never, o -> o.result() instanceof Result.InDoubt);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(PATIENCE)
        .until(() -> fleet.outcomes().stream().noneMatch(such));
  }

  private static Stored publishWith(Fleet fleet, FaultPoint point, String seed) throws Exception {
    fleet.cloud().faults().add(Fault.onRollback(point, SeedWorld.snapshotId(seed)));
    return fleet.publish(seed, "");
  }

  /** Each to its end. */
  private static void rollBack(Fleet fleet, int from, int to) throws Exception {
    List<Stored> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add(fleet.publish("bulk-" + i, ""));
    }
    all.forEach(one -> fleet.awaitEvent(one, o -> o.result() instanceof Result.End));
  }

  private static InferenceRow standing(Worker worker) {
    return worker.report().inference().get(Samples.PROJECT.value());
  }

  private static SimSettings cloud(Stamping stamping, Duration rollback) {
    return new SimSettings(0, Duration.ZERO, Duration.ZERO, rollback, Duration.ZERO, null)
        .stamping(stamping);
  }
}
