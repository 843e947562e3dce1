package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Requesters;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commands that wait for their time, or for a detach. */
class TimingByHandTest {
  private final ByHand world = new ByHand();

  @Test
  void shouldNotEvenLookBeforeItsTime() throws Exception {
    world.disk.atRequest(
        () -> assertThat(world.time.now()).isEqualTo(Samples.NOW.plus(Duration.ofMinutes(20))));

    answer("'not_before':'2026-11-21T03:20:00Z'");

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.sent()).hasSize(1);
    assertThat(world.disk.looks()).isOne();
  }

  @Test
  void shouldRefuseAtOnceWhatCouldOnlyBeDoneAfterItsDeadline() throws Exception {
    answer("'not_before':'2026-11-21T04:00:00Z'");

    assertThat(error().code()).isEqualTo(ErrorCode.EXPIRED);
    assertThat(error().message()).contains("2026-11-21T04:00:00Z", "older than PT1H");
    assertThat(world.time.now()).isEqualTo(Samples.NOW);
  }

  @Test
  void shouldWaitForTheDetach() throws Exception {
    world.disk.showing(attached());
    world.time.after(Duration.ofMinutes(5), () -> world.disk.showing(ByHand.available()));

    answer("'when_attached':'wait'");

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.time.now()).isAfter(Samples.NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void shouldRejectAtOnceAnAttachedDiskThatNobodyWaitsFor() throws Exception {
    world.disk.showing(attached());

    answer("'when_attached':'reject'");

    assertThat(error().code()).isEqualTo(ErrorCode.VOLUME_IN_USE);
  }

  @Test
  void shouldTellAtItsDeadlineThatItWasAttachedAllTheTime() throws Exception {
    world.disk.showing(attached());

    answer("'when_attached':'wait','expires_at':'2026-11-21T03:10:00Z'");

    assertThat(error().code()).isEqualTo(ErrorCode.PRECONDITION_TIMEOUT);
    assertThat(error().message()).contains("its volume is attached");
    assertThat(world.disk.sent()).isEmpty();
  }

  /** Published in the evening, for the night. */
  @Test
  void shouldHoldItsTimeAgainstThePolicysWindow() throws Exception {
    world.policy =
        Requesters.ALL.policy("allow", "rules: [{name: night, windows: [\"03:30-05:00\"]}]");

    answer("'not_before':'2026-11-21T03:30:00Z'");

    assertThat(world.types()).containsExactly("accepted");
  }

  @Test
  void shouldTellADryRunThatItWouldWait() throws Exception {
    PlacedCommand placed = placed("'dry_run':true,'not_before':'2026-11-21T03:30:00Z'");
    world.procedures.check(world.lane, placed, world.lane.entry());

    Result.Checked checked = (Result.Checked) world.lane.told().getFirst().result();
    assertThat(checked.would()).isEqualTo(Result.Would.WAIT);
    assertThat(checked.error().message()).contains("not to be done before 2026-11-21T03:30:00Z");
  }

  private static Reading attached() {
    return ByHand.seen("available", null, "in-use", "2026-11-20T22:00:00.000000");
  }

  private OutcomeError error() {
    return world.lane.told().getLast().result().errorOrNull();
  }

  private void answer(String fields) throws Exception {
    world.procedures.answer(world.lane, placed(fields), world.lane.entry());
  }

  private static PlacedCommand placed(String fields) {
    String json = "{'snapshot_id':'" + Samples.SNAPSHOT + "','command_id':'c'," + fields + "}";
    byte[] value = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var decoded = (Decoded.Valid) new CommandDecoder(65_536).decode(value, Samples.place(0));
    return Samples.placed(decoded.command(), 0);
  }
}
