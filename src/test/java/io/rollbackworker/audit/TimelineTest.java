package io.rollbackworker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.outcome.Witness;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a person reads about one snapshot. */
class TimelineTest extends HistoryCase {
  private static final Duration WINDOW = Duration.ofHours(24);

  @Test
  void shouldTellWhoAskedWhatWasAnsweredAndWhatIsRemembered() {
    record(0, command("a", null));
    tell(0, "a", 1, 1, Samples.acceptedResult());
    record(1, command("b", new CommandId("a")));
    tell(1, "b", 1, 0, rejected(null));
    remember(Samples.run("a", 0, Samples.accepted()));

    assertThat(lines())
        .containsExactly(
            "Snapshot " + SNAPSHOT,
            "  2026-11-21T03:00:00Z  command a, by ops@example.org: \"ransomware\""
                + "  (partition 3 offset 0)",
            "  2026-11-21T03:00:00Z  command b, supersedes a, by ops@example.org: \"ransomware\""
                + "  (partition 3 offset 1)",
            "  2026-11-21T03:00:00Z  ► rejected  CLOUD_REFUSED: Expected this, but that. See"
                + " error.cloud; correct what it names, then send again with a new command_id."
                + "  (partition 3 offset 1) by worker-1",
            "  2026-11-21T03:00:01Z  ► accepted (response)  (partition 3 offset 0) by worker-1",
            "  The ledger remembers: accepted since 2026-11-21T03:00:01Z  command a  permit"
                + " 3f0c7c1e-0001  (partition 3 offset 0)",
            "  Now: until 2026-11-22T03:00:00Z a command for it is a duplicate of a; to run again,"
                + " name it in supersedes, once its rollback is over.");
  }

  /** Two people need both words: an operator's, and that of the worker which contradicts it. */
  @Test
  void shouldTellWhoseWordAnAnswerRestsOn() {
    tell(0, "a", 1, 1, Samples.inDoubtResult());
    say(
        2,
        new Witness(Evidence.By.OPERATOR, "nina", "nothing to be seen", Samples.NOW),
        rejected(null));
    say(
        3,
        new Witness(Evidence.By.WORKER, null, "lost its lane", Samples.NOW),
        Samples.acceptedResult());

    assertThat(lines())
        .anyMatch(
            line -> line.contains("► rejected  as the operator nina says: \"nothing to be seen\""))
        .anyMatch(
            line -> line.contains("► accepted (response)  as the worker says: \"lost its lane\""));
  }

  private void say(int revision, Witness witness, Result result) {
    outcomes.add(
        new Outcome(
            Samples.subject("a"),
            place(0),
            null,
            new Told<>(revision, at(revision), "worker-1", witness, result)));
  }

  @Test
  void shouldTellWhatToDoAboutADoubt() {
    tell(0, "a", 1, 1, Samples.inDoubtResult());
    remember(Samples.run("a", 0, Samples.inDoubt()));

    assertThat(lines())
        .last()
        .asString()
        .startsWith("  Now: command a is in doubt: nothing is sent")
        .contains("rollback-worker resolve " + SNAPSHOT);
  }

  @Test
  void shouldTellARepeatedAnswerAfterItsCommand() {
    Origin later = new Origin(Samples.TOPIC_ID, 3, 9, at(7));
    commands.add(
        new CommandRecord(later, Optional.empty(), new Decoded.Valid(command("b", null)), ""));
    outcomes.add(
        new Outcome(
            Samples.subject("b"), later, original("a"), Samples.told(1, Samples.acceptedResult())));

    assertThat(lines())
        .element(2)
        .isEqualTo(
            "  2026-11-21T03:00:07Z  ► accepted (response)  duplicate of a"
                + "  (partition 3 offset 9) by worker-1");
  }

  @Test
  void shouldTellTheAnswerToARecordWithForgedHeaders() {
    record(0, command("a", null));
    Subject ofNobody =
        new Subject(null, null, null, new CommandId("x-3-0"), place(0), Audit.NONE, null, null);
    outcomes.add(new Outcome(ofNobody, place(0), null, Samples.told(1, rejected(null))));

    assertThat(lines()).hasSize(4).element(2).asString().contains("► rejected  CLOUD_REFUSED");
  }

  @Test
  void shouldSayThatARequestMayBeUnderWay() {
    remember(Samples.run("a", 0, Samples.intent()));

    assertThat(lines())
        .contains(
            "  The topics hold no command for it and no outcome.",
            "  The ledger remembers: intent, may be sent until 2026-11-21T03:00:30Z  command a"
                + "  permit 3f0c7c1e-0001  (partition 3 offset 0)",
            "  Now: command a may be under way; further ones wait for its answer.");
  }

  @Test
  void shouldSayThatACommandWaitsForItsAnswer() {
    settledBelow(1); // The first was forwarded, so it is settled although nothing answers it there.
    record(0, command("a", null));
    forward(0, 7, command("a", null));

    assertThat(lines())
        .containsExactly(
            "Snapshot " + SNAPSHOT,
            "  2026-11-21T03:00:00Z  command a, by ops@example.org: \"ransomware\""
                + "  (partition 3 offset 0)",
            "  2026-11-21T03:00:00Z  command a, by ops@example.org: \"ransomware\", forwarded from"
                + " (partition 3 offset 0)  (partition 1 offset 7) has no answer yet",
            "  Now: command a waits for its answer, and further ones behind it. The page of a"
                + " worker says what holds it.");
  }

  @Test
  void shouldSayWhenTheWindowIsOver() {
    remember(Samples.run("a", 0, Samples.accepted()));

    assertThat(new Timeline(history(), Samples.SNAPSHOT, Duration.ofSeconds(59)).lines())
        .last()
        .isEqualTo("  Now: a command for it is looked at from the beginning.");
  }

  @Test
  void shouldTellOfRecordsThatCouldNotBeRead() {
    settledBelow(2);
    record(
        0,
        new Decoded.Malformed(
            Decoded.Cause.SCHEMA, "dry_rum is no field.", Samples.SNAPSHOT, null));
    record(1, new Decoded.Malformed(Decoded.Cause.NOT_JSON, "Of nobody.", null, null));

    assertThat(lines())
        .contains(
            "  2026-11-21T03:00:00Z  unreadable: dry_rum is no field.  (partition 3 offset 0)")
        .noneMatch(line -> line.contains("Of nobody"));
  }

  @Test
  void shouldNotReadWhatANewerVersionWrote() {
    ledger.replay(new LedgerRecord.EntryOfNewerFormat(Samples.SNAPSHOT.value(), 2));

    assertThat(lines()).last().asString().contains("a newer program version wrote");
  }

  private void remember(Run run) {
    ledger.replay(new LedgerRecord.EntryWritten(Samples.SNAPSHOT, new Entry(1, List.of(run))));
  }

  private List<String> lines() {
    return new Timeline(history(), Samples.SNAPSHOT, WINDOW).lines();
  }

  private History history() {
    return new History(
        at(0),
        at(60),
        Map.of(3, ledger),
        commands,
        outcomes,
        new History.DeadLetters(at(0), Set.of()),
        Optional.empty(),
        Trail.NONE);
  }
}
