package io.rollbackworker.audit;

import static io.rollbackworker.audit.Violation.Promise.P1_ONE_EFFECT;
import static io.rollbackworker.audit.Violation.Promise.P2_TRUTH;
import static io.rollbackworker.audit.Violation.Promise.P3_AN_ANSWER_FOR_EVERY_COMMAND;
import static io.rollbackworker.audit.Violation.Promise.P4_IDEMPOTENCY;
import static io.rollbackworker.audit.Violation.Promise.P5_NOTHING_STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.audit.CloudRequest.Fate;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each way to break a promise is found; an honest history breaks none. */
class ReportTest extends HistoryCase {
  private static final AuditSettings RULES =
      new AuditSettings(Duration.ofHours(24), Duration.ofHours(1), Duration.ofSeconds(5));

  private Instant since = Instant.MIN;
  private Instant readAt = at(3_000);
  private History.DeadLetters letters = new History.DeadLetters(Instant.MIN, Set.of());

  @Test
  void shouldFindNothingInAnHonestHistory() {
    honest();

    Report report = report();

    assertThat(report.violations()).isEmpty();
    assertThat(report.figures().commands()).isEqualTo(3);
    assertThat(report.figures().effects()).isEqualTo(1);
    assertThat(report.figures().duplicates()).isEqualTo(1);
    assertThat(report.figures().inDoubt()).isEqualTo(1);
    assertThat(report.figures().timesToTruth()).containsExactly(Duration.ofSeconds(8));
    assertThat(report.figures().unanswered()).isEqualTo(1);
  }

  /** In doubt and then accepted; a duplicate; one that is not answered yet. */
  private void honest() {
    RollbackCommand first = command("a", null);
    record(0, first);
    record(1, command("b", null));
    record(2, command("c", null));
    settledBelow(2);
    tell(
        0,
        "a",
        1,
        2,
        new Result.InDoubt(
            new PermitId("p1"), Result.Cause.ANSWER_LOST, error(), Observed.NOTHING));
    Told<?> accepted = tell(0, "a", 2, 10, accepted("p1"));
    tell(0, "a", 3, 20, new Result.Completed(Observed.NOTHING));
    outcomes.add(new Outcome(Samples.subject("b"), place(1), original("a"), accepted));
    request("p1", Fate.TAKEN, 1);
  }

  @Test
  void shouldFindASecondRequestEvenOneThatTheCloudRefused() {
    honest();
    request("p1", Fate.REFUSED, 3);

    assertThat(broken()).containsExactly(P1_ONE_EFFECT);
  }

  @Test
  void shouldForgiveWhatTheGatewayRepeatsOrRefuses() {
    honest();
    requests.add(request(new PermitId("p1"), SNAPSHOT, Fate.REFUSED, at(3), true));
    request("p2", Fate.REFUSED_BEFORE_EXECUTION, 1);

    assertThat(broken()).isEmpty();
  }

  @Test
  void shouldFindARequestThatNoCommandTellsOf() {
    honest();
    settledBelow(3);
    tell(2, "c", 1, 30, rejected(null));
    request("p2", Fate.LOST, 3);

    assertThat(broken()).containsExactly(P1_ONE_EFFECT);
  }

  @Test
  void shouldFindACommandWithTwoRequests() {
    record(0, command("a", null));
    tell(
        0,
        "a",
        1,
        2,
        new Result.InDoubt(
            new PermitId("p1"), Result.Cause.ANSWER_LOST, error(), Observed.NOTHING));
    tell(0, "a", 2, 3, accepted("p2"));
    request("p1", Fate.LOST, 1);
    request("p2", Fate.TAKEN, 2);

    assertThat(broken()).containsExactly(P1_ONE_EFFECT);
  }

  @Test
  void shouldFindALieAboutAnEffect() {
    record(0, command("a", null));
    tell(0, "a", 1, 2, rejected("p1"));
    request("p1", Fate.TAKEN, 1);

    assertThat(broken()).containsExactly(P2_TRUTH);
  }

  @Test
  void shouldFindAnAcceptanceWithoutEffect() {
    record(0, command("a", null));
    tell(0, "a", 1, 2, accepted("p1"));
    request("p1", Fate.LOST, 1);

    assertThat(broken()).containsExactly(P2_TRUTH);
  }

  @Test
  void shouldFindAStoryThatGoesBackwards() {
    record(0, command("a", null));
    tell(0, "a", 1, 2, accepted("p1"));
    tell(0, "a", 2, 3, rejected("p1"));

    assertThat(report(Optional.empty()).violations())
        .extracting(Violation::promise)
        .containsExactly(P2_TRUTH);
  }

  @Test
  void shouldFindWhatTheLedgerToldAndNobodyHeard() {
    record(0, command("a", null));
    var run = Samples.placed(command("a", null), 0).run(Samples.subject("a"), Samples.accepted());
    ledger.replay(new LedgerRecord.EntryWritten(Samples.SNAPSHOT, new Entry(1, List.of(run))));

    assertThat(broken()).containsExactly(P2_TRUTH);
  }

  @Test
  void shouldFindASettledCommandWithoutAnswer() {
    honest();
    settledBelow(3);

    assertThat(broken()).containsExactly(P3_AN_ANSWER_FOR_EVERY_COMMAND);
  }

  @Test
  void shouldFindAnEventThatWasPublishedTwice() {
    honest();
    outcomes.add(outcomes.getFirst());

    assertThat(broken()).contains(P3_AN_ANSWER_FOR_EVERY_COMMAND);
  }

  @Test
  void shouldFindAMissingRevision() {
    honest();
    outcomes.remove(1);

    assertThat(broken()).contains(P3_AN_ANSWER_FOR_EVERY_COMMAND);
  }

  @Test
  void shouldFindAForwardedRecordThatWasDoneTwice() {
    forwardedTwice();
    tell(elsewhere(6), "a", 1, 2, rejected("p2"));

    assertThat(broken()).containsExactly(P3_AN_ANSWER_FOR_EVERY_COMMAND, P4_IDEMPOTENCY);
  }

  /** Forwards are plain records: where an acknowledgement is lost, there are two. */
  @Test
  void shouldAllowARepeatedForwardThatIsADuplicate() {
    forwardedTwice();
    duplicate(elsewhere(6), "a", 2, rejected("p1"));

    assertThat(report().violations()).isEmpty();
    assertThat(report().figures().commands()).isEqualTo(1);
    assertThat(report().figures().forwarded()).isEqualTo(1);
    assertThat(report().figures().duplicates()).isZero();
  }

  private void forwardedTwice() {
    record(0, command("a", null));
    for (int offset = 5; offset < 7; offset++) {
      forward(0, offset, command("a", null));
    }
    request("p1", Fate.LOST, 1);
    tell(elsewhere(5), "a", 1, 1, rejected("p1"));
  }

  @Test
  void shouldFindASecondAcceptanceInsideTheWindow() {
    record(0, command("a", null));
    record(1, command("b", null));
    tell(0, "a", 1, 2, accepted("p1"));
    tell(1, "b", 1, 9, accepted("p2"));
    request("p1", Fate.TAKEN, 1);
    request("p2", Fate.TAKEN, 8);

    assertThat(broken()).containsExactly(P4_IDEMPOTENCY);
  }

  @Test
  void shouldAllowASecondAcceptanceThatSupersedesTheFirst() {
    record(0, command("a", null));
    record(1, command("b", new CommandId("a")));
    tell(0, "a", 1, 2, accepted("p1"));
    tell(0, "a", 2, 5, new Result.Completed(Observed.NOTHING));
    tell(1, "b", 1, 9, accepted("p2"));
    request("p1", Fate.TAKEN, 1);
    request("p2", Fate.TAKEN, 8);

    assertThat(broken()).isEmpty();
  }

  @Test
  void shouldNotLetACommandSupersedeOneThatHasNotEnded() {
    record(0, command("a", null));
    record(1, command("b", new CommandId("a")));
    tell(0, "a", 1, 2, accepted("p1"));
    tell(1, "b", 1, 9, accepted("p2"));

    assertThat(report(Optional.empty()).violations())
        .extracting(Violation::promise)
        .containsExactly(P4_IDEMPOTENCY);
  }

  @Test
  void shouldFindTheWrongDisk() {
    record(0, command("a", null));
    tell(0, "a", 1, 2, accepted("p1"));
    requests.add(
        request(
            new PermitId("p1"), "5aa119a8-d25b-45a7-8d1b-88e127885635", Fate.TAKEN, at(1), false));

    assertThat(broken()).containsExactly(P1_ONE_EFFECT, P2_TRUTH);
  }

  @Test
  void shouldFindAPermitThatWasUsedAgainAfterTheGatewayHadRefusedIt() {
    record(0, command("a", null));
    tell(0, "a", 1, 3, accepted("p1"));
    request("p1", Fate.REFUSED_BEFORE_EXECUTION, 1);
    request("p1", Fate.TAKEN, 2);

    assertThat(broken()).containsExactly(P1_ONE_EFFECT);
  }

  @Test
  void shouldFindADuplicateOfNothing() {
    record(0, command("a", null));
    outcomes.add(
        new Outcome(
            Samples.subject("a"),
            place(0),
            original("never"),
            new Told<>(1, at(2), "worker-1", null, accepted("p1"))));

    assertThat(broken()).containsExactly(P4_IDEMPOTENCY);
  }

  @Test
  void shouldFindALieAlsoWhenItWasCompletedLater() {
    record(0, command("a", null));
    tell(0, "a", 1, 2, accepted("p1"));
    tell(0, "a", 2, 3, new Result.Completed(Observed.NOTHING));
    request("p1", Fate.LOST, 1);

    assertThat(broken()).containsExactly(P2_TRUTH);
  }

  @Test
  void shouldNotJudgeWhatIsKnownInPartOnly() {
    honest();
    settledBelow(3);
    outcomes.removeFirst();
    since = at(1);

    assertThat(broken()).isEmpty();
  }

  @Test
  void shouldNotMissTheCommandOfARequestThatCameAfterTheReadingBegan() {
    request("p9", Fate.TAKEN, 6_000);

    assertThat(broken()).isEmpty();
  }

  @Test
  void shouldFindOneIdWithTwoRequests() {
    record(0, command("a", null));
    record(1, command("a", null));
    tell(0, "a", 1, 2, rejected("p1"));
    tell(1, "a", 1, 9, rejected("p2"));

    assertThat(broken()).containsExactly(P4_IDEMPOTENCY);
  }

  /** Its origin never has an answer of its own. */
  @Test
  void shouldFindARequestThatNoCommandTellsOfAlsoWhereOneWasForwarded() {
    settledBelow(1);
    record(0, command("a", null));
    forward(0, 5, command("a", null));
    tell(elsewhere(5), "a", 1, 2, accepted("p1"));
    request("p1", Fate.TAKEN, 1);
    assertThat(broken()).isEmpty();

    request("p2", Fate.TAKEN, 2);

    assertThat(broken()).containsExactly(P1_ONE_EFFECT);
  }

  @Test
  void shouldFindAnEffectThatNobodyCanHaveSeen() {
    record(0, command("a", null));
    tell(0, "a", 1, 20, observed("p1"));
    requests.add(request(null, SNAPSHOT, Fate.TAKEN, at(-60), false));
    assertThat(broken()).containsExactly(P2_TRUTH);

    requests.add(request(null, SNAPSHOT, Fate.TAKEN, at(40), false));
    assertThat(broken()).containsExactly(P2_TRUTH);

    requests.add(request(null, SNAPSHOT, Fate.TAKEN, at(15), false));
    assertThat(broken()).isEmpty();
  }

  private static Result observed(String permit) {
    return new Result.Accepted(new PermitId(permit), Result.Proof.OBSERVED, null, Observed.NOTHING);
  }

  @Test
  void shouldFindAnEndThatWasAnother() {
    record(0, command("a", null));
    tell(0, "a", 1, 2, accepted("p1"));
    tell(0, "a", 2, 5, new Result.Failed(error(), Observed.NOTHING));
    request("p1", Fate.TAKEN, 1);

    assertThat(broken()).containsExactly(P2_TRUTH);
  }

  @Test
  void shouldFindAnEndThatWasToldBeforeItCame() {
    record(0, command("a", null));
    tell(0, "a", 1, 2, accepted("p1"));
    tell(0, "a", 2, 100, new Result.Completed(Observed.NOTHING));
    request("p1", Fate.TAKEN, 110);

    assertThat(broken()).containsExactly(P2_TRUTH);
  }

  @Test
  void shouldFindACommandThatIsNotAnsweredAtAll() {
    record(0, command("a", null));
    assertThat(broken()).isEmpty();

    readAt = at(4_000);

    assertThat(broken()).containsExactly(P3_AN_ANSWER_FOR_EVERY_COMMAND);
  }

  /** Anybody can write the headers of a forward. */
  @Test
  void shouldNotTakeAForgedForwardForAnAnswer() {
    settledBelow(1);
    record(0, command("a", null));
    forward(0, 5, command("other", null));
    tell(elsewhere(5), "other", 1, 2, rejected(null));

    assertThat(broken()).containsExactly(P3_AN_ANSWER_FOR_EVERY_COMMAND);
  }

  @Test
  void shouldWantTheBytesOfWhatWasRefusedAsUnreadable() {
    record(0, new Decoded.Malformed(Decoded.Cause.NOT_JSON, "no JSON", null, null));
    OutcomeError unreadable = OutcomeError.of(ErrorCode.INVALID_COMMAND, "Expected JSON, but no.");
    tell(0, "a", 1, 2, new Result.Rejected(null, unreadable, Observed.NOTHING));
    assertThat(broken()).containsExactly(P3_AN_ANSWER_FOR_EVERY_COMMAND);

    letters = new History.DeadLetters(Instant.MIN, Set.of(Place.of(place(0))));

    assertThat(broken()).isEmpty();
  }

  @Test
  void shouldFindAnAnswerAboutAnotherSnapshot() {
    record(0, command("a", null));
    tell(0, "b", 1, 2, rejected(null));

    assertThat(broken()).containsExactly(P3_AN_ANSWER_FOR_EVERY_COMMAND);
  }

  @Test
  void shouldFindARequestAfterTheDeadline() {
    record(0, command("a", null));
    tell(0, "a", 1, 3_700, accepted("p1"));
    request("p1", Fate.TAKEN, 3_606);

    assertThat(broken()).containsExactly(P5_NOTHING_STALE);
  }

  private List<Violation.Promise> broken() {
    return report().violations().stream().map(Violation::promise).distinct().toList();
  }

  private Report report() {
    return report(Optional.of(requests));
  }

  private Report report(Optional<List<CloudRequest>> log) {
    return Report.of(history(log), RULES);
  }

  private History history(Optional<List<CloudRequest>> log) {
    return new History(
        since, readAt, Map.of(3, ledger), commands, outcomes, letters, log, Trail.NONE);
  }
}
