package io.rollbackworker.rollback;

import static io.rollbackworker.testing.Samples.NOW;
import static io.rollbackworker.testing.Samples.RULES;
import static io.rollbackworker.testing.Samples.command;
import static io.rollbackworker.testing.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.Target;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.policy.Claim;
import io.rollbackworker.policy.Ruling;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Entry ACCEPTED = Entry.NONE.with(run("old", 1, Samples.accepted()));
  private static final Entry COMPLETED = Entry.NONE.with(run("old", 1, Samples.completed()));

  @Test
  void shouldEvaluateTheFirstCommand() {
    assertThat(of(command("c"), Entry.NONE)).isInstanceOf(Admission.Evaluate.class);
  }

  @Test
  void shouldRepeatTheAnswerInsideTheWindow() {
    assertThat(of(command("new"), ACCEPTED))
        .isEqualTo(new Admission.Repeat(run("old", 1, Samples.accepted())));
  }

  @Test
  void shouldEvaluateAgainAfterTheWindow() {
    Instant later = NOW.plus(RULES.window());

    assertThat(at(later, command("new"), ACCEPTED)).isInstanceOf(Admission.Evaluate.class);
  }

  @Test
  void shouldDecideTheWindowByTheBrokersTimestampOfTheCommand() {
    Instant justInside = NOW.plus(RULES.window()).minusMillis(1);
    PlacedCommand placed = placed(command("new"), justInside);

    Admission admission =
        Admission.of(
            placed,
            Ruling.UNREGULATED,
            ACCEPTED,
            RULES,
            RULES.memory(),
            justInside.plusSeconds(60));

    assertThat(admission).isInstanceOf(Admission.Repeat.class);
  }

  @Test
  void shouldRepeatTheAnswerOfTheSameCommandIdInEveryState() {
    for (var state :
        List.of(
            Samples.accepted(),
            Samples.completed(),
            Samples.failed(),
            Samples.rejected(),
            Samples.inDoubt())) {
      Entry entry = Entry.NONE.with(run("c", 1, state));

      assertThat(of(command("c"), entry)).isEqualTo(new Admission.Repeat(run("c", 1, state)));
    }
  }

  @Test
  void shouldRefuseTheSameCommandIdWithAnotherPayloadAndNotRememberThat() {
    Entry entry = Entry.NONE.with(run("c", 1, Samples.rejected()));

    Admission admission = of(superseding("c", "x"), entry);

    assertThat(code(admission)).isEqualTo(ErrorCode.COMMAND_ID_REUSED);
    assertThat(((Admission.Reject) admission).remembered()).isFalse();
  }

  /** Although nobody gave the command an id. */
  @Test
  void shouldGiveARepeatedForwardTheAnswerOfTheFirst() {
    Origin origin = new Origin(Samples.TOPIC_ID, 0, 7, Samples.NOW);
    RollbackCommand unnamed =
        new RollbackCommand(
            Samples.SNAPSHOT,
            CommandId.of(origin),
            true,
            Target.UNSPECIFIED,
            null,
            null,
            null,
            null,
            false,
            false,
            Audit.NONE);
    PlacedCommand first = new PlacedCommand(unnamed, Samples.place(3), origin, Claim.NONE, null);
    PlacedCommand second = new PlacedCommand(unnamed, Samples.place(4), origin, Claim.NONE, null);
    Entry entry = Entry.NONE.with(first.run(first.subject(Samples.RULES), Samples.rejected()));

    assertThat(
            Admission.of(
                second, Ruling.UNREGULATED, entry, Samples.RULES, RULES.memory(), Samples.NOW))
        .isInstanceOf(Admission.Repeat.class);
  }

  @Test
  void shouldRefuseARequestThatCouldNotBeRemembered() {
    Entry entry = Entry.NONE;
    for (int i = 0; i < Entry.MAX_RUNS; i++) {
      entry = entry.with(run("s" + i, i, Samples.refused()));
    }

    Admission admission = of(command("new"), entry);

    assertThat(code(admission)).isEqualTo(ErrorCode.ENTRY_FULL);
    assertThat(((Admission.Reject) admission).remembered()).isFalse();
  }

  @Test
  void shouldSayInFlightWhileAnIntentIsOpen() {
    Entry entry = Entry.NONE.with(run("other", 1, Samples.intent()));

    assertThat(of(command("new"), entry)).isEqualTo(new Admission.InFlight(new CommandId("other")));
  }

  @Test
  void shouldRepeatTheDoubtToOtherCommandsEvenSupersedingOnes() {
    Entry entry = COMPLETED.with(run("doubtful", 2, Samples.inDoubt()));

    assertThat(of(superseding("new", "old"), entry))
        .isEqualTo(new Admission.Repeat(run("doubtful", 2, Samples.inDoubt())));
  }

  @Test
  void shouldLetACommandSupersedeTheLastAcceptedOneThatHasEnded() {
    assertThat(of(superseding("new", "old"), COMPLETED)).isInstanceOf(Admission.Evaluate.class);
    assertThat(of(superseding("new", "old"), Entry.NONE.with(run("old", 1, Samples.failed()))))
        .isInstanceOf(Admission.Evaluate.class);
  }

  @Test
  void shouldRefuseToSupersedeAnythingElse() {
    assertThat(code(of(superseding("new", "old"), ACCEPTED)))
        .isEqualTo(ErrorCode.SUPERSEDES_MISMATCH);
    assertThat(code(of(superseding("new", "older"), COMPLETED)))
        .isEqualTo(ErrorCode.SUPERSEDES_MISMATCH);
    assertThat(code(of(superseding("new", "old"), Entry.NONE)))
        .isEqualTo(ErrorCode.SUPERSEDES_MISMATCH);
  }

  @Test
  void shouldEvaluateAfreshAfterARejection() {
    Entry entry = Entry.NONE.with(run("old", 1, Samples.rejected()));

    assertThat(of(command("new"), entry)).isInstanceOf(Admission.Evaluate.class);
  }

  @Test
  void shouldRefuseFromTheDeadlineOn() {
    Instant deadline = NOW.plus(RULES.greatestAge());
    PlacedCommand placed = placed(command("c"), NOW);

    assertThat(
            Admission.of(
                placed,
                Ruling.UNREGULATED,
                Entry.NONE,
                RULES,
                RULES.memory(),
                deadline.minusMillis(1)))
        .isInstanceOf(Admission.Evaluate.class);
    assertThat(
            code(
                Admission.of(
                    placed, Ruling.UNREGULATED, Entry.NONE, RULES, RULES.memory(), deadline)))
        .isEqualTo(ErrorCode.EXPIRED);
  }

  @Test
  void shouldCountTheAgeFromTheOlderOfTheTwoTimestamps() {
    Origin here = new Origin(Samples.TOPIC_ID, 3, 7, NOW);
    Origin forwardedFrom = new Origin(Samples.TOPIC_ID, 1, 2, NOW.minus(RULES.greatestAge()));
    Origin forged = new Origin(Samples.TOPIC_ID, 1, 2, NOW.plus(Duration.ofDays(9)));

    assertThat(
            code(
                Admission.of(
                    new PlacedCommand(command("c"), here, forwardedFrom, Claim.NONE, null),
                    Ruling.UNREGULATED,
                    Entry.NONE,
                    RULES,
                    RULES.memory(),
                    NOW)))
        .isEqualTo(ErrorCode.EXPIRED);
    assertThat(new PlacedCommand(command("c"), here, forged, Claim.NONE, null).askedAt())
        .isEqualTo(NOW);
  }

  @Test
  void shouldRefuseAProjectThatIsNotConfigured() {
    RollbackCommand foreign =
        new RollbackCommand(
            Samples.SNAPSHOT,
            new CommandId("c"),
            false,
            Target.UNSPECIFIED,
            new ProjectId("f".repeat(32)),
            null,
            null,
            null,
            false,
            false,
            Audit.NONE);

    assertThat(code(of(foreign, Entry.NONE))).isEqualTo(ErrorCode.PROJECT_NOT_ALLOWED);
  }

  private static Admission of(RollbackCommand command, Entry entry) {
    return at(NOW, command, entry);
  }

  private static Admission at(Instant time, RollbackCommand command, Entry entry) {
    return Admission.of(
        placed(command, time), Ruling.UNREGULATED, entry, RULES, RULES.memory(), time);
  }

  private static PlacedCommand placed(RollbackCommand command, Instant askedAt) {
    Origin place = new Origin(Samples.TOPIC_ID, 3, 9, askedAt);
    return new PlacedCommand(command, place, place, Claim.NONE, null);
  }

  private static ErrorCode code(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Reject.class);
    return ((Admission.Reject) admission).error().code();
  }

  private static RollbackCommand superseding(String id, String supersedes) {
    return new RollbackCommand(
        Samples.SNAPSHOT,
        new CommandId(id),
        false,
        Target.UNSPECIFIED,
        null,
        new CommandId(supersedes),
        null,
        null,
        false,
        false,
        Audit.NONE);
  }
}
