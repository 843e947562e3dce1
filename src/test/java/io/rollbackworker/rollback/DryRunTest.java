package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a dry run says, and that it changes nothing. */
class DryRunTest {
  private static final OutcomeError OUT =
      OutcomeError.of(ErrorCode.CLOUD_UNAVAILABLE, "Expected the cloud to answer, but it is out.");

  private ByHand world = new ByHand();

  @Test
  void shouldProceed() throws Exception {
    assertThat(would()).isEqualTo(Would.PROCEED);
    assertThat(result().losesSince()).isEqualTo("2026-11-20T22:00:00.000000");
  }

  @Test
  void shouldWaitForABusyVolume() throws Exception {
    world.disk.showing(ByHand.seen("available", null, "backing-up", null));

    assertThat(would()).isEqualTo(Would.WAIT);
  }

  @Test
  void shouldRejectWhatCanNeverBe() throws Exception {
    world.disk.showing(ByHand.nothing());

    assertThat(would()).isEqualTo(Would.REJECT);
    assertThat(result().errorOrNull().code()).isEqualTo(ErrorCode.SNAPSHOT_NOT_FOUND);
    assertThat(result().losesSince()).isNull();
  }

  @Test
  void shouldWaitForACloudThatCannotBeAsked() throws Exception {
    world.disk.showing(new Reading.Unavailable(OUT));

    assertThat(would()).isEqualTo(Would.WAIT);
  }

  @Test
  void shouldRejectWhatItsCredentialsMayNotSee() throws Exception {
    world.disk.showing(new Reading.Denied(OUT));

    assertThat(would()).isEqualTo(Would.REJECT);
  }

  @Test
  void shouldNotQueueForATurnForEver() throws Exception {
    world.disk.hold(Turn.Kind.LOOK, OUT);

    assertThat(would()).isEqualTo(Would.WAIT);
    assertThat(world.time.now()).isBefore(Samples.NOW.plusSeconds(60));
  }

  @Test
  void shouldFirstHearWhetherAnythingIsFrozen() throws Exception {
    world.orders.keepUnheard();
    world.time.after(Duration.ofSeconds(2), world.orders::hear);

    assertThat(would()).isEqualTo(Would.PROCEED);
  }

  @Test
  void shouldWaitWhenOrdersCannotBeHeard() throws Exception {
    world.orders.keepUnheard();

    assertThat(would()).isEqualTo(Would.WAIT);
    assertThat(result().errorOrNull().code()).isEqualTo(ErrorCode.ROLLBACKS_FROZEN);
  }

  @Test
  void shouldNameADuplicate() throws Exception {
    world = new ByHand(Samples.run("earlier", 7, Samples.accepted()));

    assertThat(would()).isEqualTo(Would.DUPLICATE);
  }

  @Test
  void shouldNameADoubt() throws Exception {
    world = new ByHand(Samples.run("earlier", 7, Samples.inDoubt()));

    assertThat(would()).isEqualTo(Would.IN_DOUBT);
  }

  @Test
  void shouldNameWhatIsUnderWay() throws Exception {
    world = new ByHand(Samples.run("earlier", 7, Samples.intent()));

    assertThat(would()).isEqualTo(Would.IN_FLIGHT);
  }

  private Would would() throws Exception {
    var before = world.lane.entry();
    world.procedures.check(world.lane, Samples.placed(Samples.command("c"), 0), world.lane.entry());
    assertThat(world.lane.entry()).isEqualTo(before);
    assertThat(world.disk.sent()).isEmpty();
    return result().would();
  }

  private Result.Checked result() {
    return (Result.Checked) world.lane.told().getFirst().result();
  }
}
