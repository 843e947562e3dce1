package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.Target;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.rollback.Journey.Phase;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One command, step by step: what is asked, written and sent, and in which order. */
class RollbackProcedureTest {
  private static final Instant DEADLINE = Samples.NOW.plusSeconds(20);
  private static final OutcomeError OUT =
      OutcomeError.of(ErrorCode.CLOUD_UNAVAILABLE, "Expected the cloud to answer, but it is out.");

  private ByHand world = new ByHand();

  @Test
  void shouldCommitTheIntentBeforeTheRequestAndTheOutcomeAfterIt() throws Exception {
    world.disk.atRequest(
        () -> {
          assertThat(world.lane.entry().openIntent()).isPresent();
          assertThat(world.lane.told()).isEmpty();
        });

    answer();

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.sent()).hasSize(1);
    assertThat(run().state()).isInstanceOf(RunState.Accepted.class);
    assertThat(world.lane.isSettled(0)).isTrue();
    assertThat(world.lane.concluded()).hasSize(1);
    assertThat(world.phases)
        .containsExactly(
            Phase.LEDGER, Phase.PRECONDITIONS, Phase.INTENT, Phase.REQUEST, Phase.OUTCOME);
    assertThat(world.disk.looks()).isOne();
  }

  @Test
  void shouldWaitForATurnOfTheRequestsOwnWhereTheLooksCannotBecomeIt() throws Exception {
    world.disk.hold(
        Turn.Kind.ROLLBACK, OutcomeError.of(ErrorCode.CLOUD_THROTTLED, "Expected a turn."));
    world.time.after(Duration.ofMillis(900), () -> world.disk.grant(Turn.Kind.ROLLBACK));

    answer();

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.phases).contains(Phase.TURN);
    assertThat(world.disk.looks()).isOne();
  }

  @Test
  void shouldRepeatTheRecordedAnswerAndAskNobody() throws Exception {
    world = new ByHand(Samples.run("earlier", 7, Samples.accepted()));

    answer();

    assertThat(world.lane.told().getFirst().duplicateOf()).hasToString("earlier");
    assertThat(world.disk.looks()).isZero();
    assertThat(world.disk.sent()).isEmpty();
  }

  @Test
  void shouldRejectWhatCanNeverBe() throws Exception {
    world.disk.showing(ByHand.nothing());

    answer();

    assertThat(code()).isEqualTo(ErrorCode.SNAPSHOT_NOT_FOUND);
    assertThat(run().state()).isInstanceOf(RunState.Rejected.class);
    assertThat(world.disk.sent()).isEmpty();
  }

  @Test
  void shouldRejectWhatItsCredentialsMayNotSee() throws Exception {
    world.disk.showing(
        new Reading.Denied(OutcomeError.of(ErrorCode.CLOUD_FORBIDDEN, "Expected to be let in.")));

    answer();

    assertThat(code()).isEqualTo(ErrorCode.CLOUD_FORBIDDEN);
  }

  @Test
  void shouldWaitForABusyVolumeAndLookAgain() throws Exception {
    world.disk.then(busy(), busy(), new Reading.Unavailable(OUT));

    answer();

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.looks()).isEqualTo(4);
    assertThat(world.phases).contains(Phase.WAITING);
  }

  @Test
  void shouldTellAtItsDeadlineWhatStoodInItsWay() throws Exception {
    world.disk.showing(busy());

    answerUntilItsDeadline();

    assertThat(code()).isEqualTo(ErrorCode.PRECONDITION_TIMEOUT);
    assertThat(world.time.now()).isEqualTo(DEADLINE);
    assertThat(world.disk.sent()).isEmpty();
  }

  @Test
  void shouldTellAtItsDeadlineThatItsTurnNeverCame() throws Exception {
    world.disk.hold(
        Turn.Kind.ROLLBACK, OutcomeError.of(ErrorCode.CLOUD_THROTTLED, "Expected a turn."));

    answerUntilItsDeadline();

    assertThat(code()).isEqualTo(ErrorCode.CLOUD_THROTTLED);
    assertThat(world.disk.sent()).isEmpty();
  }

  @Test
  void shouldTellAtItsDeadlineThatItCouldNotEvenLook() throws Exception {
    world.disk.hold(Turn.Kind.LOOK, OUT);

    answerUntilItsDeadline();

    assertThat(code()).isEqualTo(ErrorCode.CLOUD_UNAVAILABLE);
    assertThat(world.disk.looks()).isZero();
  }

  @Test
  void shouldLookOnceMoreWhenTheTurnTookLong() throws Exception {
    world.disk.hold(
        Turn.Kind.ROLLBACK, OutcomeError.of(ErrorCode.CLOUD_THROTTLED, "Expected a turn."));
    world.time.after(Duration.ofSeconds(2), () -> world.disk.grant(Turn.Kind.ROLLBACK));

    answer();

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.looks()).isEqualTo(2);
  }

  @Test
  void shouldTakeTheIntentBackWhenNoPlaceComesWhileThePermitIsGood() throws Exception {
    world.disk.crowded(true);
    world.time.after(Duration.ofSeconds(1), () -> world.disk.crowded(false)); // For who asks then.

    answer();

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.sent()).hasSize(1);
    assertThat(world.disk.looks()).isEqualTo(2); // Before each intent.
  }

  @Test
  void shouldSendNothingWhenTheLookAfterTheTurnSaysNo() throws Exception {
    world.disk.hold(
        Turn.Kind.ROLLBACK, OutcomeError.of(ErrorCode.CLOUD_THROTTLED, "Expected a turn."));
    world.time.after(
        Duration.ofSeconds(2),
        () -> {
          world.disk.showing(ByHand.nothing());
          world.disk.grant(Turn.Kind.ROLLBACK);
        });

    answer();

    assertThat(code()).isEqualTo(ErrorCode.SNAPSHOT_NOT_FOUND);
    assertThat(world.disk.sent()).isEmpty();
  }

  /** Only a look can find out that a cloud is back. */
  @Test
  void shouldGoOnLookingWhileItsTurnWaitsForACloudThatIsOut() throws Exception {
    world.disk.hold(Turn.Kind.ROLLBACK, OUT);
    world.time.after(Duration.ofSeconds(1), () -> world.disk.grant(Turn.Kind.ROLLBACK));

    answer();

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.looks()).isGreaterThan(10);
  }

  @Test
  void shouldNotSendUnderAnIntentThatWasStale() throws Exception {
    world.lane.beforeNext(
        () -> world.lane.put(world.lane.entry().with(Samples.run("other", 9, Samples.accepted()))));

    answer();

    assertThat(world.disk.sent()).isEmpty();
    assertThat(world.lane.told().getFirst().duplicateOf()).hasToString("other");
    assertThat(world.lane.concluded()).hasSize(1);
  }

  @Test
  void shouldGoOnWithAFreshPermitAfterARequestThatWasCertainlyNotSent() throws Exception {
    world.disk.answering(
        new EffectResult.NotSent(OUT),
        new EffectResult.PermitGone(),
        new EffectResult.RefusedBeforeExecution(OUT, true));

    answer();

    assertThat(world.types()).containsExactly("accepted");
    assertThat(world.disk.sent().stream().map(permit -> permit.permit().id()).distinct())
        .hasSize(4);
    assertThat(world.lane.concluded()).hasSize(4);
  }

  @Test
  void shouldRejectWhatTheGatewayRefusesForGood() throws Exception {
    world.disk.answering(
        new EffectResult.RefusedBeforeExecution(
            OutcomeError.of(ErrorCode.CLOUD_FORBIDDEN, "Expected to be let in."), false));

    answer();

    assertThat(code()).isEqualTo(ErrorCode.CLOUD_FORBIDDEN);
    assertThat(((Result.Rejected) first()).permit()).isNotNull();
  }

  @Test
  void shouldLeaveEvidenceWhenTheAnswerCannotBeWritten() {
    world.lane.failOn(change -> !change.outcomes().isEmpty(), false);

    assertThatThrownBy(this::answer).isInstanceOf(SessionEnded.class);

    assertThat(world.evidence).extracting(Evidence::says).containsExactly(Evidence.Says.TAKEN);
    assertThat(world.evidence.getFirst().requestId()).isEqualTo("request-1");
  }

  @Test
  void shouldSendNothingWhenItIsUnknownWhetherTheIntentWasCommitted() {
    world.lane.failOn(change -> change.next() != null, true);

    assertThatThrownBy(this::answer).isInstanceOf(SessionEnded.class);

    assertThat(world.disk.sent()).isEmpty();
    assertThat(world.evidence).extracting(Evidence::says).containsExactly(Evidence.Says.NOT_TAKEN);
  }

  /** What a lost lane cannot say of a request of unknown effect, nobody says. */
  @Test
  void shouldLeaveNoEvidenceOfWhatIsUnknown() {
    world.disk.answering(new EffectResult.Unknown("the answer was lost", null));
    world.disk.atRequest(world.lane::end);

    assertThatThrownBy(this::answer).isInstanceOf(SessionEnded.class);

    assertThat(world.evidence).isEmpty();
  }

  /** It may have begun and ended before the call was given up. */
  @Test
  void shouldTakeARollbackThatWasSeenBesideALostAnswerAsProof() throws Exception {
    world.disk.answering(new EffectResult.Unknown("the answer was lost", null));
    lookBesideTheRequest();

    answer();

    Result.Accepted accepted = (Result.Accepted) world.lane.told().getFirst().result();
    assertThat(accepted.proof()).isEqualTo(Result.Proof.OBSERVED);
    assertThat(accepted.observed().snapshotStatus()).isEqualTo("rollbacking");
  }

  /** It was another's. */
  @Test
  void shouldNotUseWhatWasSeenBesideARefusal() throws Exception {
    world.disk.answering(new EffectResult.Refused(Samples.rejectedResult().error()));
    lookBesideTheRequest();

    answer();

    assertThat(world.types()).containsExactly("rejected");
  }

  @Test
  void shouldNotLookBesideARequestThatIsAnswered() throws Exception {
    answer();
    int looks = world.disk.looks();

    world.forked.forEach(Runnable::run);

    assertThat(world.disk.looks()).isEqualTo(looks);
  }

  private void lookBesideTheRequest() {
    world.disk.atRequest(
        () -> {
          world.disk.showing(ByHand.rollingBack());
          world.forked.forEach(Runnable::run);
          world.disk.showing(ByHand.available());
        });
  }

  @Test
  void shouldTellNothingWhenItsRecordWasAnsweredMeanwhile() throws Exception {
    world = new ByHand(Samples.run("earlier", 7, Samples.accepted()));
    answer();

    answer();

    assertThat(world.lane.told()).hasSize(1);
  }

  private static Reading busy() {
    return ByHand.seen("available", null, "backing-up", null);
  }

  private void answer() throws Exception {
    answer(Samples.command("c"));
  }

  /** With a deadline that comes before the command is too old. */
  private void answerUntilItsDeadline() throws Exception {
    answer(
        new RollbackCommand(
            Samples.SNAPSHOT,
            new CommandId("c"),
            false,
            Target.UNSPECIFIED,
            null,
            null,
            DEADLINE,
            null,
            false,
            false,
            Audit.NONE));
  }

  private void answer(RollbackCommand command) throws Exception {
    world.procedures.answer(world.lane, Samples.placed(command, 0), world.lane.entry());
  }

  private Run run() {
    return world.lane.entry().runs().getLast();
  }

  private Result first() {
    return world.lane.told().getFirst().result();
  }

  private ErrorCode code() {
    assertThat(world.lane.told()).hasSize(1);
    return first().errorOrNull().code();
  }
}
