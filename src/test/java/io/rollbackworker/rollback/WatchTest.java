package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.disk.Reading;
import io.rollbackworker.evidence.Notice;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a run is followed until its truth is told. */
class WatchTest {
  private static final Alarms.Alarm STOPPED = Alarms.Alarm.INFERENCE_STOPPED;

  private ByHand world = new ByHand(accepted());

  @Test
  void shouldNotBelieveTheFirstAvailableAfterTheRequest() throws Exception {
    world.disk.showing(ByHand.ended());

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now())
        .isAfterOrEqualTo(Samples.NOW.plus(Samples.RULES.visibleAfter()))
        .isBefore(Samples.NOW.plus(Samples.RULES.visibleAfter()).plusSeconds(1));
  }

  @Test
  void shouldBelieveTheEndAtOnceWhenItHasSeenTheRollback() throws Exception {
    world.disk.then(ByHand.rollingBack(), ByHand.rollingBack()).showing(ByHand.ended());

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.disk.looks()).isEqualTo(3);
    assertThat(world.disk.followed()).isZero();
  }

  /** A cloud may show it later than anybody expects; what is written until then would be lost. */
  @Test
  void shouldNotCallItCompletedWhileTheVolumeIsAsBefore() throws Exception {
    world.time.after(Duration.ofHours(1), () -> world.disk.showing(ByHand.ended()));

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now()).isAfter(Samples.NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void shouldTellThatItFailed() throws Exception {
    world
        .disk
        .then(ByHand.rollingBack())
        .showing(ByHand.seen("available", null, "error_rollbacking", null));

    watch();

    assertThat(world.types()).containsExactly("failed");
  }

  @Test
  void shouldNotTakeSomebodyElsesWorkOnTheVolumeForAnEnd() throws Exception {
    world
        .disk
        .then(ByHand.rollingBack())
        .showing(ByHand.seen("available", null, "backing-up", null));
    world.time.after(Duration.ofHours(1), () -> world.disk.showing(ByHand.ended()));

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now()).isAfter(Samples.NOW.plus(Duration.ofHours(1)));
  }

  /** Ours failed, and another snapshot of the volume was rolled back before the next look. */
  @Test
  void shouldNotCallAnotherSnapshotsRollbackItsOwnSuccess() throws Exception {
    world.disk.then(ByHand.rollingBack()).showing(stamped("available", "03:00:40"));

    watch();

    assertThat(world.types()).containsExactly("ended");
  }

  /** The reverse. */
  @Test
  void shouldNotCallAnotherSnapshotsFailureItsOwn() throws Exception {
    world.disk.then(ByHand.rollingBack()).showing(stamped("error_rollbacking", "03:00:40"));

    watch();

    assertThat(world.types()).containsExactly("ended");
  }

  /** A cloud may free the snapshot a moment before the volume, or show nothing at it at all. */
  @Test
  void shouldNotTakeItsOwnRollbackForAnothersWhereTheSnapshotIsFreeAlready() throws Exception {
    world
        .disk
        .then(ByHand.rollingBack(), stamped("rollbacking", "03:00:01"))
        .showing(stamped("available", "03:00:09"));

    watch();

    assertThat(world.types()).containsExactly("completed");
  }

  /** The two stamps of one rollback differ a little. */
  @Test
  void shouldKnowItsOwnEndByTheStamps() throws Exception {
    world.disk.then(ByHand.rollingBack()).showing(stamped("available", "03:00:10"));

    watch();

    assertThat(world.types()).containsExactly("completed");
  }

  /** Its own end was at 03:00:09. */
  private static Reading stamped(String volumeStatus, String volumeTime) {
    return ByHand.seen(
        "available", "2026-11-21T03:00:09", volumeStatus, "2026-11-21T" + volumeTime + ".000000");
  }

  @Test
  void shouldSayNothingAboutASnapshotThatIsDeletedMeanwhile() throws Exception {
    world.disk.then(ByHand.rollingBack()).showing(ByHand.nothing());
    world.time.after(Duration.ofHours(1), () -> world.disk.showing(ByHand.ended()));

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now()).isAfter(Samples.NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void shouldRaiseOneAlarmAndGoOnWatchingWhatDoesNotEnd() throws Exception {
    world.disk.showing(ByHand.rollingBack());
    world.time.after(Duration.ofHours(9), () -> world.disk.showing(ByHand.stampedTogether()));

    watch();

    assertThat(world.alarms).containsExactly(Alarms.Alarm.WATCH_OVERDUE);
    assertThat(world.types()).containsExactly("completed");
    // After a tenth of its age at most, and every ten minutes.
    assertThat(world.disk.looks()).isLessThan(300);
  }

  @Test
  void shouldReviseADoubtWhenProofAppearsAndFollowItToItsEnd() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    world.time.after(Duration.ofMinutes(1), () -> world.disk.showing(ByHand.rollingBack()));
    world.time.after(Duration.ofMinutes(5), () -> world.disk.showing(ByHand.ended()));

    watch();

    assertThat(world.types()).containsExactly("accepted", "completed");
    assertThat(world.lane.told()).extracting(told -> told.told().revision()).containsExactly(2, 3);
  }

  @Test
  void shouldEndWhereEvidenceHasEndedTheDoubt() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    world.time.after(
        Duration.ofMinutes(1),
        () -> world.lane.put(world.lane.entry().with(Samples.run("c", 0, Samples.rejected()))));

    watch();

    assertThat(world.lane.told()).isEmpty();
  }

  /** A worker that was frozen before the socket sends late, and says so at once. */
  @Test
  void shouldNotBelieveTheStateBeforeARequestThatCameLate() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    world.time.after(
        Duration.ofMinutes(1),
        () -> {
          world.lane.put(world.lane.entry().with(accepted()));
          world.disk.showing(ByHand.ended());
        });

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now())
        .isAfter(Samples.NOW.plus(Duration.ofMinutes(1)).plus(Samples.RULES.visibleAfter()));
  }

  @Test
  void shouldGoOnWhileTheCloudCannotBeAsked() throws Exception {
    world.disk.showing(new Reading.Unavailable(Samples.rejectedResult().error()));
    world.time.after(Duration.ofHours(1), () -> world.disk.showing(ByHand.ended()));

    watch();

    assertThat(world.types()).containsExactly("completed");
  }

  @Test
  void shouldCountAsRunningNoMoreWhenTheSessionEnds() {
    world.disk.showing(ByHand.rollingBack());
    world.time.after(Duration.ofMinutes(1), world.lane::end);

    assertThatThrownBy(this::watch).isInstanceOf(SessionEnded.class);

    assertThat(world.disk.followed()).isZero();
    assertThat(world.lane.entry().runs().getFirst().state()).isInstanceOf(RunState.Accepted.class);
  }

  @Test
  void shouldEndADoubtByTheStampsOfARollbackAndWatchItToItsEnd() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    world.believeStamps();
    world.disk.showing(ByHand.stampedTogether());

    watch();

    assertThat(world.types()).containsExactly("accepted", "completed");
    assertThat(world.time.now()).isBefore(Samples.NOW.plusSeconds(10));
  }

  @Test
  void shouldEndADoubtByAnUnmovedSnapshotOnceNothingCanComeLate() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    world.believeStamps();

    watch();

    assertThat(world.types()).containsExactly("rejected");
    assertThat(world.time.now())
        .isAfter(Samples.NOW.plus(Duration.ofMinutes(15)))
        .isBefore(Samples.NOW.plus(Duration.ofMinutes(18)));
  }

  /** Whoever owned it meanwhile; else workers that come and go would never end it. */
  @Test
  void shouldCountTheTimeInDoubtBeforeItOwnedTheRun() throws Exception {
    RunState.InDoubt doubt = (RunState.InDoubt) Samples.inDoubt();
    world =
        new ByHand(
            Samples.run("c", 0, new RunState.InDoubt(doubt.attempt(), Samples.NOW, doubt.told())));
    world.lane.openedAt(Samples.NOW.plus(Duration.ofMinutes(14)));
    world.believeStamps();

    watch();

    // Of the fourteen minutes ten seconds may be the clocks'.
    assertThat(world.types()).containsExactly("rejected");
    assertThat(world.time.now())
        .isAfterOrEqualTo(Samples.NOW.plusSeconds(70))
        .isBefore(Samples.NOW.plus(Duration.ofMinutes(4)));
  }

  @Test
  void shouldLearnFromItsEndAndFromTheRestAfterIt() throws Exception {
    world.disk.then(ByHand.rollingBack()).showing(ByHand.stampedTogether());

    watch();

    assertThat(world.calibration.of(Samples.PROJECT).moved()).isEqualTo(1);
    assertThat(world.calibration.of(Samples.PROJECT).still()).isEqualTo(1);
    assertThat(world.alarms).isEmpty();
  }

  @Test
  void shouldStopTheInferenceWhereARollbackDoesNotMoveTheSnapshot() throws Exception {
    world.believeStamps();
    world.disk.then(ByHand.rollingBack()).showing(ByHand.ended());

    watch();

    assertThat(world.alarms).containsExactly(Alarms.Alarm.INFERENCE_STOPPED);
    assertThat(world.inference.standing(Samples.PROJECT).applies()).isFalse();
  }

  /**
   * The cloud took it, and nothing ever shows: after a lost answer that would be an untrue "no".
   */
  @Test
  void shouldStopTheInferenceWhereARollbackLeavesNoTrace() throws Exception {
    world.believeStamps();
    world.time.after(
        Duration.ofMinutes(14), () -> assertThat(world.alarms).doesNotContain(STOPPED));
    world.time.after(Duration.ofHours(1), () -> world.disk.showing(ByHand.stampedTogether()));

    watch();

    assertThat(world.alarms).containsExactly(STOPPED);
    assertThat(world.inference.standing(Samples.PROJECT).applies()).isFalse();
    assertThat(world.types()).containsExactly("completed");
  }

  /** It looks once, then: neither before, however long it lasts, nor later. */
  @Test
  void shouldLookWhenTheCloudsLogTellsTheEnd() throws Exception {
    world.logs(Samples.ATTEMPT.permit().id(), Notice.What.BEGUN);
    world.time.after(
        Duration.ofSeconds(20),
        () -> {
          world.disk.showing(ByHand.ended());
          world.logs(Samples.ATTEMPT.permit().id(), Notice.What.ENDED);
        });

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now()).isEqualTo(Samples.NOW.plusSeconds(20));
    assertThat(world.disk.looks()).isEqualTo(1);
  }

  /** Cinder tells the end of one that failed before it shows that it did. */
  @Test
  void shouldNotTakeTheEndInTheCloudsLogForASuccess() throws Exception {
    world.disk.showing(ByHand.rollingBack());
    logAfter(Duration.ofSeconds(2), Notice.What.ENDED);
    world.time.after(
        Duration.ofSeconds(3),
        () -> world.disk.showing(ByHand.seen("available", null, "error_rollbacking", null)));

    watch();

    assertThat(world.types()).containsExactly("failed");
  }

  /** A read may be older than the log, and who writes there may lie. */
  @Test
  void shouldNotTakeTheEndInTheCloudsLogForAnEffect() throws Exception {
    logAfter(Duration.ofMillis(100), Notice.What.ENDED);
    world.time.after(Duration.ofMinutes(5), () -> world.disk.showing(ByHand.ended()));

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now()).isAfter(Samples.NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void shouldNotEndADoubtByTheEndInTheCloudsLog() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    logAfter(Duration.ofMillis(100), Notice.What.ENDED);
    world.time.after(Duration.ofMinutes(1), world.lane::end);

    assertThatThrownBy(this::watch).isInstanceOf(SessionEnded.class);
    assertThat(world.lane.told()).isEmpty();
  }

  /** Whatever the cloud shows; only a begin is heard by the lane itself. */
  @Test
  void shouldEndADoubtByAnAnswerInTheCloudsLogAtOnce() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    world.disk.showing(ByHand.nothing());
    logAfter(Duration.ofHours(10), Notice.What.TAKEN);
    world.time.after(Duration.ofHours(11), world.lane::end);

    assertThatThrownBy(this::watch).isInstanceOf(SessionEnded.class);
    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.lane.told().getFirst().told().time())
        .isEqualTo(Samples.NOW.plus(Duration.ofHours(10)));
  }

  @Test
  void shouldLookThoughTheCloudsLogHasLostTheEnd() throws Exception {
    logAfter(Duration.ofMillis(100), Notice.What.BEGUN);
    world.time.after(Duration.ofSeconds(10), () -> world.disk.showing(ByHand.ended()));

    watch();

    assertThat(world.types()).containsExactly("completed");
    assertThat(world.time.now()).isBefore(Samples.NOW.plusSeconds(45));
  }

  @Test
  void shouldEndADoubtByARefusalInTheCloudsLog() throws Exception {
    world = new ByHand(Samples.run("c", 0, Samples.inDoubt()));
    logAfter(Duration.ofMinutes(1), Notice.What.REFUSED);

    watch();

    assertThat(world.types()).containsExactly("rejected");
    assertThat(world.log.wantedFrom()).isEqualTo(Samples.ATTEMPT.permit().madeAfter());
  }

  private void logAfter(Duration duration, Notice.What what) {
    world.time.after(duration, () -> world.logs(Samples.ATTEMPT.permit().id(), what));
  }

  private static Run accepted() {
    return Samples.run("c", 0, Samples.accepted());
  }

  private void watch() throws Exception {
    Run run = world.lane.entry().runs().getFirst();
    world.procedures.watch(world.lane, run).run(world.lane.entry());
  }
}
