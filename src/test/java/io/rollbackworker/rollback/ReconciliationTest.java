package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.evidence.Notice;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose effect is unknown: by proof, by silence, by evidence. */
class ReconciliationTest {
  private static final Run INTENT = Samples.run("c", 0, Samples.intent());
  private static final OutcomeError NO =
      OutcomeError.of(ErrorCode.CLOUD_REFUSED, "Expected the cloud to take it, but HTTP 400.");

  private ByHand world = new ByHand(INTENT);

  @Test
  void shouldCallSilenceOfAStrangersIntentInDoubtOnceNobodyCanSend() throws Exception {
    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
    assertThat(world.disk.sent()).isEmpty();
    // Permit life 30 s, request time-out 10 s, visible after 5 s.
    assertThat(world.time.now()).isEqualTo(Samples.NOW.plusSeconds(45));
  }

  @Test
  void shouldTakeTheSnapshotsOwnRollbackingAsProofAtOnce() throws Exception {
    world.time.after(Duration.ofSeconds(3), () -> world.disk.showing(ByHand.rollingBack()));

    reconcile();

    Result.Accepted accepted = (Result.Accepted) world.lane.told().getFirst().result();
    assertThat(accepted.proof()).isEqualTo(Result.Proof.OBSERVED);
    assertThat(world.time.now()).isBefore(Samples.NOW.plusSeconds(4));
  }

  @Test
  void shouldNotTakeTheVolumesRollbackingAsProof() throws Exception {
    world.disk.showing(ByHand.seen("available", null, "rollbacking", "2026-11-21T03:00:01.000000"));

    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
  }

  @Test
  void shouldInferFromTheStampsThatItWasTakenWhereTheyAreBelieved() throws Exception {
    world.believeStamps();
    world.time.after(Duration.ofSeconds(3), () -> world.disk.showing(ByHand.stampedTogether()));

    reconcile();

    Result.Accepted accepted = (Result.Accepted) world.lane.told().getFirst().result();
    assertThat(accepted.proof()).isEqualTo(Result.Proof.INFERRED);
    assertThat(world.lane.told().getFirst().told().evidence().reason()).contains("03:00:09");
    assertThat(world.time.now()).isBefore(Samples.NOW.plusSeconds(4));
  }

  @Test
  void shouldInferNothingFromStampsThatAreNotBelieved() throws Exception {
    world.disk.showing(ByHand.stampedTogether());

    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
  }

  /** Somebody may still send, or what was sent may still come. */
  @Test
  void shouldNeverInferFromAnIntentThatItWasNotTaken() throws Exception {
    world.believeStamps();

    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
  }

  @Test
  void shouldBelieveTheCloudsLogThatItWasTaken() throws Exception {
    logAfter(Duration.ofSeconds(3), Notice.What.BEGUN);

    reconcile();

    Result.Accepted accepted = (Result.Accepted) world.lane.told().getFirst().result();
    assertThat(accepted.proof()).isEqualTo(Result.Proof.LOG);
    assertThat(accepted.requestId()).isEqualTo("req-12ec0899");
    assertThat(world.lane.told().getFirst().told().evidence().reason()).isEqualTo("so it says");
    assertThat(world.time.now()).isBefore(Samples.NOW.plusSeconds(5));
    assertThat(world.log.wantedFrom()).isEqualTo(Samples.ATTEMPT.permit().madeAfter());
  }

  /** As with an answer of its own: the state must speak for it, too, once it would be visible. */
  @Test
  void shouldBelieveTheCloudsLogThatItWasRefusedOnceNobodyCanSend() throws Exception {
    logAfter(Duration.ZERO, Notice.What.REFUSED);

    reconcile();

    assertThat(world.types()).containsExactly("rejected");
    assertThat(world.lane.told().getFirst().result().errorOrNull().code())
        .isEqualTo(ErrorCode.CLOUD_REFUSED);
    assertThat(world.time.now()).isEqualTo(Samples.NOW.plusSeconds(45));
  }

  @Test
  void shouldNotBelieveTheCloudsLogsRefusalBesideAVolumeThatHasChanged() throws Exception {
    logAfter(Duration.ZERO, Notice.What.REFUSED);
    world.disk.showing(ByHand.ended());

    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
  }

  @Test
  void shouldNotBelieveTheCloudsLogAboutAnotherPermit() throws Exception {
    world.logs(new PermitId("another"), Notice.What.BEGUN);

    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
  }

  @Test
  void shouldSayWhyNobodyKnows() throws Exception {
    reconcile();

    assertThat(((Result.InDoubt) world.lane.told().getFirst().result()).cause())
        .isEqualTo(Result.Cause.WORKER_GONE);
  }

  @Test
  void shouldNameTheHintOfAVolumeThatHasChanged() throws Exception {
    world.disk.showing(ByHand.ended());

    reconcile();

    assertThat(message()).contains("proves nothing").contains("03:00:09");
  }

  @Test
  void shouldStayInDoubtWhileTheCloudCannotBeAsked() throws Exception {
    world.disk.showing(new Reading.Unavailable(NO));

    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
  }

  @Test
  void shouldTakeBackAnIntentWhosePermitWasNeverUsed() throws Exception {
    world.lane.burned(Samples.ATTEMPT.permit().id());

    reconcile();

    assertThat(world.lane.told()).isEmpty();
    assertThat(world.lane.entry().runs()).isEmpty();
    assertThat(world.disk.looks()).isZero();
  }

  @Test
  void shouldSayNothingWhereEvidenceHasDecided() throws Exception {
    world.time.after(
        Duration.ofSeconds(3),
        () -> world.lane.put(world.lane.entry().with(Samples.run("c", 0, Samples.rejected()))));

    reconcile();

    assertThat(world.lane.told()).isEmpty();
    assertThat(world.time.now()).isBefore(Samples.NOW.plusSeconds(4));
  }

  /** Another run of the entry changes its version, not this run. */
  @Test
  void shouldTellItsAnswerAlthoughTheEntryHasChangedMeanwhile() throws Exception {
    world.time.after(Duration.ofSeconds(3), () -> world.lane.put(world.lane.entry()));

    reconcile();

    assertThat(world.types()).containsExactly("in_doubt");
  }

  /** Else a fleet whose workers restart often would never answer. */
  @Test
  void shouldCountTheWaitingOfFormerOwners() throws Exception {
    Run stored = Samples.run("c", 0, Samples.intent().storedAt(Samples.NOW));
    Duration whole =
        Samples.ATTEMPT
            .permit()
            .life()
            .plus(Samples.RULES.requestTimeout())
            .plus(Samples.RULES.visibleAfter());
    Duration waited = Duration.ofSeconds(20);
    world = new ByHand(stored);
    world.lane.openedAt(Samples.NOW.plus(waited));
    world.procedures.reconcile(world.lane, stored, world.lane.entry());

    assertThat(world.types()).containsExactly("in_doubt");
    assertThat(world.time.now())
        .isEqualTo(Samples.NOW.plus(whole).minus(waited).plus(Samples.RULES.clockSkew()));
  }

  /** However long it lay in the ledger. */
  @Test
  void shouldLookOnceMoreBeforeItCallsSilenceADoubt() throws Exception {
    Run stored = Samples.run("c", 0, Samples.intent().storedAt(Samples.NOW));
    world = new ByHand(stored);
    world.lane.openedAt(Samples.NOW.plus(Duration.ofDays(1)));
    world.disk.showing(ByHand.rollingBack());
    world.procedures.reconcile(world.lane, stored, world.lane.entry());

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.looks()).isEqualTo(1);
  }

  @Test
  void shouldCallAnOwnLostAnswerInDoubtOnceItWouldBeVisible() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Unknown("the answer was lost", null));

    answer(own);

    assertThat(own.types()).containsExactly("in_doubt");
    assertThat(own.time.now()).isEqualTo(Samples.NOW.plus(Samples.RULES.visibleAfter()));
  }

  @Test
  void shouldBelieveARefusalThatTheStateBearsOutNowAndLater() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));

    answer(own);

    assertThat(own.types()).containsExactly("rejected");
    assertThat(own.time.now()).isEqualTo(Samples.NOW.plus(Samples.RULES.visibleAfter()));
  }

  /** A gateway repeated it, and only the repeat was refused. */
  @Test
  void shouldNotBelieveARefusalOfWhatTheCloudsLogSaysWasTaken() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));
    own.disk.atRequest(
        () ->
            own.time.after(
                Duration.ofSeconds(1),
                () -> own.logs(own.disk.sent().getFirst().permit().id(), Notice.What.BEGUN)));

    answer(own);

    assertThat(((Result.Accepted) own.lane.told().getFirst().result()).proof())
        .isEqualTo(Result.Proof.LOG);
  }

  @Test
  void shouldNotBelieveARefusalWhileTheSnapshotIsRolledBack() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));
    own.disk.atRequest(() -> own.disk.showing(ByHand.rollingBack()));

    answer(own);

    assertThat(((Result.Accepted) own.lane.told().getFirst().result()).proof())
        .isEqualTo(Result.Proof.OBSERVED);
  }

  @Test
  void shouldNotBelieveARefusalBesideAVolumeThatHasChanged() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));
    own.disk.atRequest(() -> own.disk.showing(ByHand.ended()));

    answer(own);

    assertThat(own.types()).containsExactly("in_doubt");
  }

  /** A gateway delivered it twice; this cloud shows a rollback at the volume alone. */
  @Test
  void shouldNotBelieveARefusalWhileTheVolumeIsRolledBack() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));
    own.disk.atRequest(
        () ->
            own.disk
                .then(ByHand.seen("available", null, "rollbacking", BEFORE))
                .showing(ByHand.available()));

    answer(own);

    assertThat(own.types()).containsExactly("in_doubt");
  }

  @Test
  void shouldNotBelieveARefusalWhereTheVolumeHasChangedByTheSecondLook() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));
    own.disk.atRequest(
        () ->
            own.disk
                .then(ByHand.seen("available", null, "backing-up", BEFORE))
                .showing(ByHand.ended()));

    answer(own);

    assertThat(own.types()).containsExactly("in_doubt");
  }

  @Test
  void shouldNotBelieveARefusalThatNobodyCanCheck() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));
    own.disk.atRequest(() -> own.disk.showing(new Reading.Unavailable(NO)));

    answer(own);

    assertThat(own.types()).containsExactly("in_doubt");
    assertThat(own.lane.told().getFirst().result().errorOrNull().message())
        .contains("could not be asked");
  }

  @Test
  void shouldExplainARefusalByTheStateAfterIt() throws Exception {
    ByHand own = new ByHand();
    own.disk.answering(new EffectResult.Refused(NO));
    own.disk.atRequest(() -> own.disk.showing(ByHand.seen("error", null, "available", BEFORE)));

    answer(own);

    assertThat(own.lane.told().getFirst().result().errorOrNull().code())
        .isEqualTo(ErrorCode.SNAPSHOT_NOT_AVAILABLE);
  }

  private static final String BEFORE = "2026-11-20T22:00:00.000000";

  @Test
  void shouldLeaveTheDoubtsStateForAWatch() throws Exception {
    reconcile();

    RunState state = world.lane.entry().runs().getFirst().state();
    assertThat(state.isOpen()).isTrue();
    assertThat(state.isWatched()).isTrue();
  }

  private void logAfter(Duration duration, Notice.What what) {
    world.time.after(duration, () -> world.logs(Samples.ATTEMPT.permit().id(), what));
  }

  private void reconcile() throws Exception {
    world.procedures.reconcile(world.lane, INTENT, world.lane.entry());
  }

  private static void answer(ByHand world) throws Exception {
    world.procedures.answer(
        world.lane, Samples.placed(Samples.command("c"), 0), world.lane.entry());
  }

  private String message() {
    return world.lane.told().getFirst().result().errorOrNull().message();
  }
}
