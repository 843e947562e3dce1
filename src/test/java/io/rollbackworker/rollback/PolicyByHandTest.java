package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.Authorization;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.policy.Policy;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Requesters;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the policy does to a command's way. */
class PolicyByHandTest {
  private static final String TOPIC = "rollback.commands";
  private static final Requesters PEOPLE = Requesters.ALL;
  private static final Policy ANNA = policy("{name: hers, requesters: [anna]}");

  private ByHand world = new ByHand();

  @Test
  void shouldTellAndRememberWhoIsProvenToHaveAsked() throws Exception {
    world.policy = ANNA;

    answer(signed(command("")));

    Authorization by = new Authorization("anna", ANNA.hash(), List.of());
    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.lane.told().getFirst().subject().authorization()).isEqualTo(by);
    assertThat(world.lane.entry().runs().getFirst().subject().authorization()).isEqualTo(by);
  }

  /** Nobody shall use up another's command ids, or learn of a disk by asking for it. */
  @Test
  void shouldNeitherLookNorRememberWhenItRefuses() throws Exception {
    world.policy = ANNA;

    answer(placed(command(""), Map.of()));

    assertThat(error().code()).isEqualTo(ErrorCode.REQUESTER_UNKNOWN);
    assertThat(world.disk.looks()).isZero();
    assertThat(world.lane.entry().runs()).isEmpty();
    assertThat(world.lane.isSettled(0)).isTrue();
  }

  @Test
  void shouldRepeatTheAnswerOfAKnownCommandWhateverThePolicySaysNow() throws Exception {
    world.policy = ANNA;
    answer(signed(command("")));
    world.policy = policy("{name: bens, requesters: [ben]}");

    answer(signed(command("")), 1);

    assertThat(world.lane.told().getLast().duplicateOf()).isEqualTo(new CommandId("night-1"));
  }

  @Test
  void shouldSendNothingWhenTheWindowEndsWhileACommandWaits() throws Exception {
    world.policy = policy("{name: night, windows: [\"02:00-03:10\"]}");
    world.disk.showing(ByHand.seen("available", null, "backing-up", null));
    world.time.after(Duration.ofMinutes(11), () -> world.disk.showing(ByHand.available()));

    answer(signed(command("")));

    assertThat(error().code()).isEqualTo(ErrorCode.OUTSIDE_WINDOW);
    assertThat(world.disk.sent()).isEmpty();
  }

  /** It was answered, forgotten, and then somebody publishes its very bytes once more. */
  @Test
  void shouldDestroyNothingForACopyThatIsPublishedAfterTheLedgerForgotIt() throws Exception {
    world.policy = ANNA;
    Instant latest = Samples.NOW.plus(Duration.ofHours(1)).minus(Duration.ofSeconds(20));
    byte[] value = command(",\"expires_at\":\"" + latest + "\"");
    answer(signed(value));
    assertThat(world.types()).containsExactly("accepted");

    ByHand later = new ByHand();
    later.policy = ANNA;
    later.time.advance(Duration.ofHours(25));
    assertThat(Samples.RULES.memory().keepSince(later.time.now()))
        .as("earlier nothing of it is forgotten")
        .isEqualTo(Samples.NOW);
    world = later;
    answer(signed(value));

    assertThat(error().code()).isEqualTo(ErrorCode.EXPIRED);
    assertThat(later.disk.sent()).isEmpty();
  }

  /** C2 was told that it repeats C1, and nothing of it is remembered. */
  @Test
  void shouldDestroyNothingForACopyOfADuplicateThatIsPublishedAfterTheWindow() throws Exception {
    Instant accepted = Samples.NOW.plusSeconds(1); // Of the sample.
    Duration window = Samples.RULES.window();
    world = new ByHand(Samples.run("c1", 7, Samples.accepted()));
    world.policy = ANNA;
    world.time.advance(window.minus(Duration.ofMinutes(5)));
    byte[] c2 =
        command(",\"expires_at\":\"" + world.time.now().plus(Duration.ofMinutes(50)) + "\"");
    answer(signed(c2));
    assertThat(world.lane.told().getLast().duplicateOf()).isEqualTo(new CommandId("c1"));

    world.time.advance(Duration.ofMinutes(20));
    assertThat(world.time.now()).isAfter(accepted.plus(window));
    answer(signed(c2));

    assertThat(world.lane.told().getLast().duplicateOf()).isEqualTo(new CommandId("c1"));
    assertThat(world.disk.sent()).isEmpty();
  }

  @Test
  void shouldSendNothingWhenTheWindowEndsWhileACommandWaitsForItsTurn() throws Exception {
    world.policy = policy("{name: night, windows: [\"02:00-03:10\"]}");
    OutcomeError why = OutcomeError.of(ErrorCode.CLOUD_THROTTLED, "Expected a turn.");
    world.disk.hold(Turn.Kind.LOOK, why);
    world.disk.hold(Turn.Kind.ROLLBACK, why);
    world.time.after(
        Duration.ofMinutes(11),
        () -> {
          world.disk.grant(Turn.Kind.LOOK);
          world.disk.grant(Turn.Kind.ROLLBACK);
        });

    answer(signed(command("")));

    assertThat(error().code()).isEqualTo(ErrorCode.OUTSIDE_WINDOW);
    assertThat(world.disk.sent()).isEmpty();
  }

  /** Anybody can write the headers of a forward, and so make a copy as old as he likes. */
  @Test
  void shouldNotRememberThatACopyWhichClaimsToBeOldHasExpired() throws Exception {
    PlacedCommand good = signed(command(""));
    Origin old = new Origin(Samples.TOPIC_ID, 1, 3, world.time.now().minus(Duration.ofHours(2)));

    answer(new PlacedCommand(good.command(), Samples.place(1), old, good.claim(), null));
    assertThat(error().code()).isEqualTo(ErrorCode.EXPIRED);
    answer(good);

    assertThat(world.types()).containsExactly("rejected", "accepted");
  }

  @Test
  void shouldTellADryRunWhatWouldBeLostAndWhatIsMissing() throws Exception {
    world.policy = policy("{name: mass, approvals: 1}");

    PlacedCommand placed = signed(command(",\"dry_run\":true"));
    world.procedures.check(world.lane, placed, world.lane.entry());

    Result.Checked checked = (Result.Checked) world.lane.told().getFirst().result();
    assertThat(checked.would()).isEqualTo(Result.Would.REJECT);
    assertThat(checked.error().code()).isEqualTo(ErrorCode.APPROVAL_MISSING);
    assertThat(checked.losesSince()).isNotNull();
    answer(signed(command("")));
    assertThat(world.lane.told().getLast().result().errorOrNull().code())
        .isEqualTo(ErrorCode.APPROVAL_MISSING);
    assertThat(world.disk.sent()).isEmpty();
  }

  private OutcomeError error() {
    return world.lane.told().getLast().result().errorOrNull();
  }

  private static Policy policy(String rule) {
    return PEOPLE.policy("refuse", "rules: [" + rule + "]");
  }

  private static byte[] command(String more) {
    String expires =
        more.contains("expires_at")
            ? ""
            : ",\"expires_at\":\"" + Samples.NOW.plus(Duration.ofMinutes(50)) + "\"";
    return ("{\"snapshot_id\":\""
            + Samples.SNAPSHOT
            + "\",\"command_id\":\"night-1\""
            + expires
            + more
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private PlacedCommand signed(byte[] value) {
    String json = new String(value, StandardCharsets.UTF_8);
    return placed(value, PEOPLE.key("anna").header(TOPIC, json));
  }

  private PlacedCommand placed(byte[] value, Map<String, String> headers) {
    return placed(value, headers, 0);
  }

  private PlacedCommand placed(byte[] value, Map<String, String> headers, long offset) {
    Origin place = new Origin(Samples.TOPIC_ID, 3, offset, world.time.now());
    RollbackCommand command =
        ((Decoded.Valid) new CommandDecoder(65_536).decode(value, place)).command();
    return new PlacedCommand(
        command,
        place,
        place,
        world.policy.claim(TOPIC, headers, value, command.snapshotId()),
        null);
  }

  private void answer(PlacedCommand placed) throws Exception {
    world.procedures.answer(world.lane, placed, world.lane.entry());
  }

  private void answer(PlacedCommand placed, long offset) throws Exception {
    Origin place = new Origin(Samples.TOPIC_ID, 3, offset, world.time.now());
    answer(new PlacedCommand(placed.command(), place, place, placed.claim(), null));
  }
}
