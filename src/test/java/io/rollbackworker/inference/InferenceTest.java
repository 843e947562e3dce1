package io.rollbackworker.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When {@code updated_at} ends a doubt, and what makes it believed. */
class InferenceTest {
  private static final Duration LATENESS = Duration.ofMinutes(15);
  private static final Run DOUBT = Samples.run("c", 0, Samples.inDoubt());
  private static final Run INTENT = Samples.run("c", 0, Samples.intent());

  private static final Observation.Both UNMOVED =
      seen("available", null, "available", "2026-11-20T22:00:00.000000");
  private static final Observation.Both MOVED =
      seen("available", "2026-11-21T03:00:09", "available", "2026-11-21T03:00:09.030000");

  private final Calibration calibration = known();
  private final Inference inference = inference(Set.of(Samples.PROJECT));

  @Test
  void shouldInferFromBothStampsThatItWasTaken() {
    learn(2, 2);

    Evidence evidence = about(DOUBT, MOVED, Duration.ZERO).orElseThrow();

    assertThat(evidence.says()).isEqualTo(Says.TAKEN);
    assertThat(evidence.by()).isEqualTo(Evidence.By.INFERENCE);
    assertThat(evidence.permit()).isEqualTo(Samples.ATTEMPT.permit().id());
    assertThat(evidence.reason())
        .contains("22:00:00.000000", "03:00:09,", "03:00:09.030000", "2 rollbacks");
    assertThat(about(INTENT, MOVED, Duration.ZERO)).isPresent();
  }

  @Test
  void shouldInferNothingWhereTheStampsAreNotThoseOfOneRollbackInTime() {
    learn(2, 2);

    assertNothing(seen("available", null, "available", "2026-11-21T03:00:09"));
    assertNothing(seen("available", "2026-11-21T03:00:09", "available", "2026-11-21T03:00:20"));
    assertNothing(seen("available", "2026-11-21T02:50:00", "available", "2026-11-21T02:50:00"));
    assertNothing(seen("available", "2026-11-21T04:00:00", "available", "2026-11-21T04:00:00"));
    assertNothing(seen("available", "yesterday", "available", "yesterday"));
    assertNothing(seen("available", "2026-11-21T03:00:09", "backing-up", "2026-11-21T03:00:09"));
    assertNothing(seen("deleting", "2026-11-21T03:00:09", "available", "2026-11-21T03:00:09"));
  }

  /** Renaming moves a snapshot's stamp, too. */
  @Test
  void shouldInferNothingWhereSomebodyHasRenamedOneOfThem() {
    learn(2, 2);
    Baseline before = Samples.ATTEMPT.baseline();
    Baseline other =
        new Baseline(
            before.snapshotStatus(),
            before.snapshotUpdatedAt(),
            before.volumeStatus(),
            before.volumeUpdatedAt(),
            "another");

    assertThat(about(intent(other), MOVED, Duration.ZERO)).isEmpty();
  }

  @Test
  void shouldInferFromAnUnmovedSnapshotThatItWasNotTakenOnceNothingCanComeLate() {
    learn(2, 0);

    assertThat(about(DOUBT, UNMOVED, LATENESS.minusSeconds(1))).isEmpty();
    assertThat(about(DOUBT, UNMOVED, LATENESS).orElseThrow().says()).isEqualTo(Says.NOT_TAKEN);
    assertThat(about(INTENT, UNMOVED, LATENESS)).isEmpty(); // Somebody may still send.
  }

  /** In the same second of the cloud's clock a second change would not be seen. */
  @Test
  void shouldInferNothingFromASnapshotThatHadChangedRightBefore() {
    learn(2, 2);
    Attempt attempt =
        new Attempt(
            Samples.ATTEMPT.permit(),
            new Baseline("available", "2026-11-21T02:59:59", "available", null, null));
    Run run =
        Samples.run(
            "c", 0, new RunState.InDoubt(attempt, Samples.told(1, Samples.inDoubtResult())));

    assertThat(about(run, seen("available", "2026-11-21T02:59:59", "available", null), LATENESS))
        .isEmpty();
  }

  @Test
  void shouldNotBelieveWhatItHasNotSeenOftenEnough() {
    learn(1, 9);
    assertThat(about(DOUBT, MOVED, LATENESS)).isEmpty();
    assertThat(about(DOUBT, UNMOVED, LATENESS)).isEmpty();

    learn(1, -8);
    assertThat(about(DOUBT, UNMOVED, LATENESS)).isPresent(); // What rollbacks do is known,
    assertThat(about(DOUBT, MOVED, LATENESS)).isEmpty(); // and not yet that nothing else does it.
  }

  @Test
  void shouldNotInferWhereItIsNotAllowed() {
    learn(9, 9);
    Inference forbidden = inference(Set.of());

    assertThat(forbidden.about(DOUBT, MOVED, LATENESS, Samples.NOW, "worker-1")).isEmpty();
    assertThat(forbidden.rolledBack(DOUBT, UNMOVED, Samples.NOW)).isFalse(); // Nobody is alarmed.
    assertThat(calibration.of(Samples.PROJECT).contradiction()).isNotNull();
  }

  @Test
  void shouldStopAtTheFirstRollbackThatDoesNotMoveItsSnapshot() {
    for (Observation.Both odd :
        new Observation.Both[] {
          UNMOVED, seen("available", null, "available", "2026-11-21T03:00:09"),
        }) {
      Calibration fresh = new Calibration("own");
      Inference learning = new Inference(settings(Set.of(Samples.PROJECT)), fresh);
      fresh.learn(Samples.PROJECT, new Lessons(9, 9, 0, null));
      fresh.known();

      assertThat(learning.rolledBack(INTENT, odd, Samples.NOW)).isTrue();
      assertThat(learning.rolledBack(INTENT, odd, Samples.NOW)).isFalse(); // One alarm.
      assertThat(learning.about(DOUBT, MOVED, LATENESS, Samples.NOW, "worker-1")).isEmpty();
      assertThat(learning.about(DOUBT, UNMOVED, LATENESS, Samples.NOW, "worker-1")).isEmpty();
    }
  }

  @Test
  void shouldLearnFromARollbackThatMovesBoth() {
    assertThat(inference.rolledBack(INTENT, MOVED, Samples.NOW)).isFalse();

    assertThat(calibration.of(Samples.PROJECT)).isEqualTo(new Lessons(1, 0, 0, null));
  }

  /** Of what somebody has changed since nothing can be learned. */
  @Test
  void shouldLearnNothingFromARollbackWhoseStampsAreApart() {
    assertThat(
            inference.rolledBack(
                INTENT,
                seen("available", "2026-11-21T03:00:20", "available", "2026-11-21T03:00:09"),
                Samples.NOW))
        .isFalse();

    assertThat(calibration.of(Samples.PROJECT)).isEqualTo(Lessons.NONE);
  }

  @Test
  void shouldLearnFromSnapshotsAtRest() {
    assertThat(inference.wantsRest(Samples.PROJECT, 0.99)).isTrue();
    inference.rested(INTENT, MOVED, MOVED);
    inference.doubted(INTENT, UNMOVED, MOVED); // Ours, or a console's rollback?
    assertThat(calibration.of(Samples.PROJECT)).isEqualTo(new Lessons(0, 1, 0, null));

    learn(0, 3); // Twice as many as it needs: half of them are enough from now on.
    assertThat(inference.wantsRest(Samples.PROJECT, 0.51)).isFalse();
    assertThat(inference.wantsRest(Samples.PROJECT, 0.49)).isTrue();
  }

  /** A backup does that; a cloud that moves it by chance does it again and again. */
  @Test
  void shouldWantMoreOfThoseThatStayForEachThatMovedAlone() {
    learn(2, 3);
    assertThat(about(DOUBT, MOVED, LATENESS)).isPresent();

    inference.rested(
        INTENT,
        MOVED,
        seen("available", "2026-11-21T05:00:00", "available", "2026-11-21T03:00:09.030000"));

    assertThat(about(DOUBT, MOVED, LATENESS)).isEmpty();
    assertThat(about(DOUBT, UNMOVED, LATENESS)).isPresent(); // Which does not rest on it.
    learn(0, 1);
    assertThat(about(DOUBT, MOVED, LATENESS)).isPresent();
  }

  /** Somebody's rollback right after ours is less likely than a cloud that moves both by chance. */
  @Test
  void shouldWantMoreOfThoseThatStayAlsoWhereBothMovedAtRest() {
    learn(2, 3);

    inference.rested(INTENT, UNMOVED, MOVED);

    assertThat(about(DOUBT, MOVED, LATENESS)).isEmpty();
    assertThat(calibration.of(Samples.PROJECT).strays()).isEqualTo(1);
  }

  /** What moved both was the rollback that ours was refused for. */
  @Test
  void shouldNotInferFromBothStampsThatARefusedRequestWasTaken() {
    learn(2, 2);
    RunState.InDoubt doubt = (RunState.InDoubt) Samples.inDoubt();
    Result.InDoubt told = doubt.told().result();
    Run refused =
        Samples.run(
            "c",
            0,
            new RunState.InDoubt(
                doubt.attempt(),
                Samples.told(
                    1,
                    new Result.InDoubt(
                        told.permit(),
                        Result.Cause.REFUSAL_UNSURE,
                        told.error(),
                        told.observed()))));

    assertThat(about(refused, MOVED, LATENESS)).isEmpty();
    assertThat(about(refused, UNMOVED, LATENESS)).isPresent();
  }

  /** A contradiction may still be to come. */
  @Test
  void shouldInferNothingBeforeAllLessonsAreHeard() {
    Calibration unheard = new Calibration("own");
    unheard.learn(Samples.PROJECT, new Lessons(9, 9, 0, null));

    assertThat(
            new Inference(settings(Set.of(Samples.PROJECT)), unheard)
                .about(DOUBT, MOVED, LATENESS, Samples.NOW, "worker-1"))
        .isEmpty();
  }

  /** Where nobody has ever seen it move with a rollback it says nothing to a person, either. */
  @Test
  void shouldSuggestNothingWhereNoRollbackEverMovedIt() {
    Instant late = Samples.NOW.plus(LATENESS).plusSeconds(60);

    assertThat(inference.suggestion(DOUBT, UNMOVED, late).says()).isNull();
    learn(1, 0);
    assertThat(inference.suggestion(DOUBT, UNMOVED, late).says()).isEqualTo(Says.NOT_TAKEN);
    inference.wasWrong(DOUBT, late);
    assertThat(inference.suggestion(DOUBT, UNMOVED, late).says()).isNull();
  }

  @Test
  void shouldStopWhereTheSenderSaysOtherwise() {
    learn(9, 9);
    assertThat(inference.standing(Samples.PROJECT).applies()).isTrue();

    inference.wasWrong(DOUBT, Samples.NOW);

    assertThat(inference.standing(Samples.PROJECT).applies()).isFalse();
  }

  private static Calibration known() {
    Calibration calibration = new Calibration("own");
    calibration.known();
    return calibration;
  }

  private void assertNothing(Observation.Both seen) {
    assertThat(about(DOUBT, seen, LATENESS).filter(e -> e.says() == Says.TAKEN)).isEmpty();
  }

  private void learn(int moved, int still) {
    var _ = calibration.learn(Samples.PROJECT, new Lessons(moved, still, 0, null));
  }

  private Optional<Evidence> about(Run run, Observation.Both seen, Duration doubted) {
    return inference.about(run, seen, doubted, Samples.NOW, "worker-1");
  }

  private static Run intent(Baseline baseline) {
    return Samples.run(
        "c", 0, new RunState.Intent(new Attempt(Samples.ATTEMPT.permit(), baseline), null));
  }

  private Inference inference(Set<ProjectId> allowed) {
    return new Inference(settings(allowed), calibration);
  }

  private static InferenceSettings settings(Set<ProjectId> allowed) {
    return new InferenceSettings(
        allowed,
        2,
        LATENESS,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30));
  }

  private static Observation.Both seen(
      String snapshot, String snapshotUpdated, String volume, String volumeUpdated) {
    return (Observation.Both)
        ((Reading.Seen) ByHand.seen(snapshot, snapshotUpdated, volume, volumeUpdated))
            .observation();
  }
}
