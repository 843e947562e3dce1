package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.ChainTip;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.rollback.Change.Receipt;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One partition's single writer, stepped by hand: no thread, no cloud, no broker. */
class LaneLoopTest {
  private final LaneByHand lane = new LaneByHand();

  @Test
  void shouldReconcileAnIntentThatItFindsBeforeItTakesCommandsOfItsKey() throws Exception {
    lane.journal.decide(List.of(entry(Samples.run("found", 0, Samples.intent()))));
    lane.open();

    lane.deliver(1, "{\"snapshot_id\":\"" + Samples.SNAPSHOT + "\",\"command_id\":\"next\"}");
    assertThat(lane.work).containsExactly("reconcile found", "watch");

    lane.step(new Inbox.ProcedureOver(Samples.SNAPSHOT));
    assertThat(lane.work).containsExactly("reconcile found", "watch", "answer next");
  }

  @Test
  void shouldStartOneProcedureOfAKeyAtATime() throws Exception {
    lane.open();
    lane.deliver(0, command("a", false));
    lane.deliver(1, command("b", false));
    lane.deliver(2, command("c", false));
    assertThat(lane.work).containsExactly("answer a");

    lane.step(new Inbox.ProcedureOver(Samples.SNAPSHOT));
    lane.step(new Inbox.ProcedureOver(Samples.SNAPSHOT));
    lane.step(new Inbox.ProcedureOver(Samples.SNAPSHOT));
    lane.deliver(3, command("d", false));

    assertThat(lane.work).containsExactly("answer a", "answer b", "answer c", "answer d");
  }

  /** Evidence may have answered it while it stood in the queue. */
  @Test
  void shouldNotStartWhatWasAnsweredWhileItWaited() throws Exception {
    lane.open();
    lane.deliver(0, command("a", false));
    lane.deliver(1, command("b", false));
    lane.propose(answers("b", 1, 0));

    lane.step(new Inbox.ProcedureOver(Samples.SNAPSHOT));

    assertThat(lane.work).containsExactly("answer a", "watch");
  }

  @Test
  void shouldAnswerDryRunsWithoutAPlaceInTheQueue() throws Exception {
    lane.open();
    lane.deliver(0, command("a", false));
    lane.deliver(1, command("dry", true));

    assertThat(lane.work).containsExactly("answer a", "dry run dry");
  }

  /** Also over a change of owners, who know the last link from the ledger. */
  @Test
  void shouldChainWhatItTells() throws Exception {
    lane.open();
    lane.propose(answers("a", 0, 0));
    lane.open();
    lane.propose(answers("b", 1, 1));

    List<Posting> told = lane.journal.postings();
    String first = told.get(0).headers().get(ChainTip.HEADER);
    assertThat(first).isEqualTo(new ChainTip(1, "0".repeat(64), Instant.EPOCH).text());
    ChainTip link = ChainTip.parse(told.get(1).headers().get(ChainTip.HEADER));
    ChainTip tip = ChainTip.of(first, Posting.bytes(told.get(0).value()), link.toldAt());
    assertThat(link.number()).isEqualTo(2);
    assertThat(link.hash()).isEqualTo(tip.hash());
  }

  @Test
  void shouldTellNobodyAndStartNothingWhenTheDecisionFails() throws Exception {
    lane.open();
    lane.journal.failOn(record -> record instanceof LedgerRecord.Posted, true);
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();

    assertThatThrownBy(
            () ->
                lane.step(
                    new Inbox.Proposed(answers("a", 0, 0), receipt),
                    new Inbox.Delivered(List.of(lane.delivery(1, command("b", false))), 2)))
        .isInstanceOf(Journal.JournalFailed.class);

    assertThat(receipt).isNotDone();
    assertThat(lane.work).isEmpty();
    assertThat(lane.journal.told()).isEmpty();
  }

  /** What was decided is a fact, told or not: procedures go on, and the next owner tells it. */
  @Test
  void shouldAnswerWhatWasDecidedAlsoWhereTellingFails() throws Exception {
    lane.open();
    lane.deliver(0, command("a", false));
    lane.journal.failToTell();
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();

    assertThatThrownBy(() -> lane.step(new Inbox.Proposed(answers("a", 0, 0), receipt)))
        .isInstanceOf(Journal.JournalFailed.class);

    assertThat(receipt).isCompletedWithValueMatching(Receipt.Written.class::isInstance);
    assertThat(lane.journal.outcomes()).isEmpty();
    assertThat(lane.journal.replayed().outbox().outcomes()).hasSize(1);
    assertThat(lane.journal.successor().outcomes()).hasSize(1);
  }

  @Test
  void shouldEmptyTheOutboxWithTheNextDecision() throws Exception {
    lane.open();
    lane.deliver(0, command("a", false));
    lane.propose(answers("a", 0, 0));
    assertThat(lane.journal.replayed().outbox().isEmpty()).isFalse();

    lane.propose(intends("b", 1));

    assertThat(lane.journal.replayed().outbox().isEmpty()).isTrue();
    assertThat(lane.journal.outcomes()).hasSize(1);
  }

  @Test
  void shouldWriteTheHeadWithEachAnswer() throws Exception {
    lane.open();
    lane.deliver(0, command("a", false));
    assertThat(lane.loop.report().settledBelow()).isZero();

    Receipt receipt = lane.propose(answers("a", 0, 0));

    assertThat(receipt).isInstanceOf(Receipt.Written.class);
    assertThat(lane.loop.report().settledBelow()).isEqualTo(1);
    assertThat(lane.journal.decisions().getLast())
        .anyMatch(record -> record instanceof LedgerRecord.HeadWritten)
        .anyMatch(record -> record instanceof LedgerRecord.Posted);
  }

  @Test
  void shouldRefuseAChangeThatWasMadeFromAnOlderEntry() throws Exception {
    lane.open();
    lane.propose(intends("a", 0));
    int decisions = lane.journal.decisions().size();

    Receipt receipt = lane.propose(intends("b", 0));

    assertThat(receipt)
        .isInstanceOfSatisfying(
            Receipt.Stale.class, stale -> assertThat(stale.entry().version()).isEqualTo(1));
    assertThat(lane.journal.decisions()).hasSize(decisions);
  }

  @Test
  void shouldNotAnswerOneOffsetTwice() throws Exception {
    lane.open();
    lane.deliver(0, command("a", false));
    Change answer =
        new Change(
            Samples.SNAPSHOT,
            0,
            null,
            List.of(outcome(Samples.run("a", 0, Samples.rejected()))),
            List.of(lane.place(0)));
    lane.propose(answer);

    assertThat(lane.propose(answer)).isInstanceOf(Receipt.AlreadySettled.class);
    assertThat(lane.journal.outcomes()).hasSize(1);
  }

  @Test
  void shouldHoldWhatANewerVersionHasWrittenAndGoOnWithOthers() throws Exception {
    SnapshotId other = LaneByHand.other(1);
    lane.openWith(new LedgerRecord.EntryOfNewerFormat(Samples.SNAPSHOT.value(), 99));

    lane.deliver(0, command("held", false));
    lane.deliver(1, "{\"snapshot_id\":\"" + other + "\",\"command_id\":\"free\"}");

    assertThat(lane.work).containsExactly("answer free");
    assertThat(lane.loop.report().heldForNewer()).isEqualTo(1);
    assertThat(lane.loop.report().settledBelow()).isZero();
  }

  /** Whatever happens to a lane: who reads its ledger knows what it knew. */
  @Test
  void shouldKnowTheSameLiveAndReplayed() throws Exception {
    lane.open();
    Random chance = new Random(20261126);
    for (int i = 0; i < 2_000; i++) {
      SnapshotId id = LaneByHand.other(chance.nextInt(40));
      switch (chance.nextInt(6)) {
        case 0 -> lane.deliver(lane.next, "{\"snapshot_id\":\"" + id + "\"}");
        case 1 -> lane.deliver(lane.next, "no command");
        case 2 -> lane.step(new Inbox.Delivered(List.of(), lane.next += chance.nextInt(3)));
        case 3 -> lane.step(new Inbox.ProcedureOver(id));
        case 4 -> lane.propose(anyOf(id, chance));
        default -> lane.time.advance(Duration.ofMinutes(chance.nextInt(90)));
      }
    }
    lane.time.advance(Duration.ofMinutes(1));
    lane.step(); // Housekeeping writes the head.

    assertThat(lane.journal.decisions().size()).isGreaterThan(300);
    assertThat(LaneByHand.content(lane.slice)).hasSizeGreaterThan(1);
    assertThat(LaneByHand.content(lane.journal.replayed()))
        .isEqualTo(LaneByHand.content(lane.slice));
  }

  /**
   * A change as some procedure, watch or evidence could want it; some are made from old entries.
   */
  private Change anyOf(SnapshotId id, Random chance) {
    Entry entry = lane.slice.entry(id);
    long version = entry.version() - chance.nextInt(2);
    Run run =
        entry.open().orElseGet(() -> lane.run(id, "c-" + chance.nextInt(1_000_000), lane.next));
    Entry next =
        switch (chance.nextInt(6)) {
          case 0 -> entry.with(run.with(Samples.intent().storedAt(Samples.NOW)));
          case 1 -> entry.with(run.with(Samples.inDoubt().storedAt(Samples.NOW)));
          case 2 -> entry.with(run.with(Samples.accepted()));
          case 3 -> entry.with(run.with(Samples.completed()));
          case 4 -> entry.with(run.with(Samples.rejected()));
          default -> entry.without(run.commandId());
        };
    return new Change(id, version, next, List.of(), List.of(run.record()));
  }

  private static String command(String id, boolean dryRun) {
    return "{\"snapshot_id\":\"%s\",\"command_id\":\"%s\",\"dry_run\":%s}"
        .formatted(Samples.SNAPSHOT, id, dryRun);
  }

  private static LedgerRecord entry(Run run) {
    return new LedgerRecord.EntryWritten(Samples.SNAPSHOT, new Entry(1, List.of(run)));
  }

  private static Change intends(String id, long version) {
    Run run = Samples.run(id, 0, Samples.intent());
    return new Change(
        Samples.SNAPSHOT, version, new Entry(version, List.of(run)), List.of(), List.of());
  }

  private Change answers(String id, long offset, long version) {
    Run run = lane.run(Samples.SNAPSHOT, id, offset).with(Samples.rejected());
    return new Change(
        Samples.SNAPSHOT,
        version,
        new Entry(version, List.of(run)),
        List.of(outcome(run)),
        List.of(run.record()));
  }

  private static Outcome outcome(Run run) {
    return new Outcome(
        run.subject(), run.record(), null, Samples.told(1, Samples.rejectedResult()));
  }
}
