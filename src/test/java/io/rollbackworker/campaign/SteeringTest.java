package io.rollbackworker.campaign;

import static io.rollbackworker.campaign.CampaignByHand.completed;
import static io.rollbackworker.campaign.CampaignByHand.disk;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a campaign goes on, and when it does not. */
class SteeringTest {
  private static final Terms TERMS =
      new Terms(2, Duration.ofMinutes(1), 10, 1, Duration.ofHours(1), false, false);
  private static final Terms AT_ONCE =
      new Terms(0, Duration.ZERO, 10, 1, Duration.ofHours(1), false, false);

  private static List<SnapshotId> disks(int from, int to) {
    List<SnapshotId> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add(disk(i));
    }
    return all;
  }

  @Test
  void shouldSweepAFewAtATime() throws Exception {
    CampaignByHand world = new CampaignByHand(120, TERMS);

    assertThat(world.act()).isEqualTo(new Step.Check(0, disks(0, 50)));
    assertThat(world.act()).isInstanceOf(Step.Wait.class);
    disks(0, 24).forEach(disk -> world.checked(disk, Would.PROCEED));
    assertThat(world.next()).isInstanceOf(Step.Wait.class);
    world.checked(disk(24), Would.PROCEED);
    assertThat(world.act()).isEqualTo(new Step.Check(1, disks(50, 100)));
  }

  @Test
  void shouldAskBeforeAnythingIsSent() throws Exception {
    CampaignByHand world = new CampaignByHand(3, TERMS);
    world.act();
    disks(0, 3).forEach(disk -> world.checked(disk, Would.PROCEED));

    assertThat(world.next(false)).isEqualTo(new Step.Ask());
    assertThat(world.next(true)).isEqualTo(new Step.Send(0, disks(0, 2)));
  }

  @Test
  void shouldWaitForTheCanaryAndPause() throws Exception {
    CampaignByHand world = new CampaignByHand(30, TERMS);
    world.swept();

    assertThat(world.next()).isEqualTo(new Step.Wait("the canary"));
    world.told(disks(0, 2), Samples.acceptedResult());
    assertThat(world.next()).isEqualTo(new Step.Wait("the canary"));
    world.told(disks(0, 2), completed());
    assertThat(world.next()).isInstanceOf(Step.Wait.class);
    world.now = world.now.plusSeconds(60);
    assertThat(world.act()).isEqualTo(new Step.Send(1, disks(2, 12)));
  }

  @Test
  void shouldHaltWhenADiskOfTheCanaryIsNotCompleted() throws Exception {
    for (var bad : List.of(Samples.rejectedResult(), Samples.failedResult())) {
      CampaignByHand world = new CampaignByHand(30, TERMS);
      world.swept();
      world.told(disk(1), bad);

      assertThat(world.next()).isInstanceOf(Step.Halt.class);
      world.terms(TERMS.goOn(5)); // A person has judged that one.
      assertThat(world.next()).as("the other one runs").isEqualTo(new Step.Wait("the canary"));
      world.told(disk(0), completed());
      assertThat(world.next()).as("the pause").isInstanceOf(Step.Wait.class);
      world.now = world.now.plusSeconds(60);
      assertThat(world.next()).isInstanceOf(Step.Send.class);
    }
  }

  @Test
  void shouldGiveADoubtOfTheCanaryTimeToEnd() throws Exception {
    CampaignByHand world = new CampaignByHand(30, TERMS);
    world.swept();
    world.told(disk(0), completed());
    world.told(disk(1), Samples.inDoubtResult());

    assertThat(world.next()).isEqualTo(new Step.Wait("the canary"));
    world.now = world.now.plus(Steering.DOUBT);
    assertThat(world.next()).isInstanceOf(Step.Halt.class);
  }

  /** With another limit before anything was sent there is a canary all the same. */
  @Test
  void shouldNotForgetTheCanary() throws Exception {
    CampaignByHand world = new CampaignByHand(30, TERMS);
    world.terms(TERMS.goOn(5));
    world.act();
    disks(0, 30).forEach(disk -> world.checked(disk, Would.PROCEED));

    assertThat(world.next()).isEqualTo(new Step.Send(0, disks(0, 2)));
  }

  /** What was found yesterday does not count today. */
  @Test
  void shouldSweepAgainWhenItBeginsAnew() throws Exception {
    CampaignByHand world = new CampaignByHand(3, TERMS);
    world.act();
    disks(0, 3).forEach(disk -> world.checked(disk, Would.REJECT));
    assertThat(world.next()).isInstanceOf(Step.Halt.class);

    world.another();

    assertThat(world.act()).isEqualTo(new Step.Check(1, disks(0, 3)));
    disks(0, 3).forEach(disk -> world.checked(disk, Would.PROCEED));
    assertThat(world.next()).isInstanceOf(Step.Send.class);
  }

  /** It began with what the sweep found; where that is gone, nothing is passed over in silence. */
  @Test
  void shouldNotEndWithDisksOfWhichNothingIsKnown() throws Exception {
    CampaignByHand world = new CampaignByHand(30, AT_ONCE);
    world.swept();
    world.results = new Results(CampaignByHand.NAME, 0);
    world.told(disks(0, 10), completed());

    assertThat(world.next()).isInstanceOf(Step.Halt.class);
  }

  @Test
  void shouldLeaveOutWhoseQuestionWasAnsweredByNoWord() throws Exception {
    CampaignByHand world = new CampaignByHand(2, AT_ONCE);
    world.act();
    world.checked(disk(0), Would.PROCEED);
    world.checked(disk(1), null, Samples.rejectedResult());

    assertThat(world.next()).isEqualTo(new Step.Send(1, disks(0, 1)));
  }

  @Test
  void shouldNotRollOneVolumeBackToTwoSnapshots() throws Exception {
    CampaignByHand world = new CampaignByHand(2, AT_ONCE);
    world.act();
    var proceeds = new Result.Checked(Would.PROCEED, null, Observed.NOTHING, null);
    world.checked(disk(0), Samples.VOLUME, proceeds);
    world.checked(disk(1), Samples.VOLUME, proceeds);

    assertThat(world.next())
        .isEqualTo(
            new Step.Halt(
                "snapshots %s and %s are of one volume, %s, which can go back to one; nothing was sent"
                    .formatted(disk(0), disk(1), Samples.VOLUME)));
  }

  @Test
  void shouldSendTheNextWaveWhenTheLastIsAnswered() throws Exception {
    CampaignByHand world = new CampaignByHand(30, AT_ONCE);
    world.swept();

    world.told(disks(0, 9), Samples.acceptedResult());
    assertThat(world.next()).isEqualTo(new Step.Wait("the answers to wave 1"));
    world.told(disk(9), Samples.rejectedResult());
    assertThat(world.act()).isEqualTo(new Step.Send(2, disks(10, 20)));
  }

  @Test
  void shouldHaltAboveTheLimit() throws Exception {
    CampaignByHand world = new CampaignByHand(30, AT_ONCE);
    world.swept();
    world.told(disks(0, 8), Samples.acceptedResult());
    world.told(disk(8), Samples.rejectedResult());
    world.told(disk(9), Samples.inDoubtResult());

    assertThat(world.next()).isInstanceOf(Step.Halt.class);
    world.told(disk(9), Samples.acceptedResult());
    assertThat(world.next()).as("the doubt has ended").isInstanceOf(Step.Send.class);
  }

  @Test
  void shouldLeaveOutWhatTheSweepRejects() throws Exception {
    CampaignByHand world = new CampaignByHand(6, AT_ONCE);
    world.act();
    Would[] all = Would.values();
    for (int i = 0; i < all.length; i++) {
      world.checked(disk(i), all[i]);
    }

    assertThat(world.act()).isEqualTo(new Step.Send(1, disks(0, 2))); // Proceed and wait.
    world.told(disks(0, 2), completed());
    assertThat(world.next()).isEqualTo(new Step.Finished());
  }

  @Test
  void shouldStartNothingUnlessAllMay() throws Exception {
    CampaignByHand world =
        new CampaignByHand(3, new Terms(0, Duration.ZERO, 10, 1, Duration.ofHours(1), true, false));
    world.act();
    disks(0, 2).forEach(disk -> world.checked(disk, Would.PROCEED));
    world.checked(disk(2), Would.WAIT);

    assertThat(world.next()).isInstanceOf(Step.Halt.class);
    world.checked(disk(2), Would.PROCEED);
    assertThat(world.next()).isEqualTo(new Step.Send(1, disks(0, 3)));
  }

  @Test
  void shouldNotBeginWhereNothingMayBeRolledBack() throws Exception {
    CampaignByHand world = new CampaignByHand(1, AT_ONCE);
    world.act();
    world.checked(disk(0), Would.REJECT);

    assertThat(world.next()).isInstanceOf(Step.Halt.class);
  }

  @Test
  void shouldHaltWhenStopped() throws Exception {
    CampaignByHand world = new CampaignByHand(30, AT_ONCE);
    world.swept();
    Order stop = new Order.Stopped(world.now, "nina", "wrong plan");
    world.campaign = world.campaign.with(stop);

    assertThat(world.next()).isEqualTo(new Step.Halt("stopped by nina: wrong plan"));
    world.campaign = world.campaign.without(stop.key());
    assertThat(world.next()).isInstanceOf(Step.Wait.class);
  }

  @Test
  void shouldBeOverWhenEveryDiskIs() throws Exception {
    CampaignByHand world = new CampaignByHand(2, AT_ONCE);
    world.swept();

    world.told(disk(0), completed());
    world.told(disk(1), Samples.acceptedResult());
    assertThat(world.next()).isInstanceOf(Step.Wait.class);
    world.told(disk(1), Samples.inDoubtResult());
    assertThat(world.next()).isInstanceOf(Step.Wait.class);
    world.told(disk(1), Samples.failedResult());
    assertThat(world.next()).isEqualTo(new Step.Finished());
  }
}
