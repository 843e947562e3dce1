package io.rollbackworker.ledger;

import static io.rollbackworker.testing.Samples.accepted;
import static io.rollbackworker.testing.Samples.completed;
import static io.rollbackworker.testing.Samples.inDoubt;
import static io.rollbackworker.testing.Samples.intent;
import static io.rollbackworker.testing.Samples.rejected;
import static io.rollbackworker.testing.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.testing.Samples;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryTest {

  @Test
  void shouldReplaceARunByItsCommandId() {
    Entry entry = Entry.NONE.with(run("a", 1, intent()));

    Entry decided = entry.with(run("a", 1, accepted()));

    assertThat(decided.runs()).containsExactly(run("a", 1, accepted()));
  }

  @Test
  void shouldNotHoldTwoOpenRuns() {
    Entry entry = Entry.NONE.with(run("a", 1, inDoubt()));

    assertThatThrownBy(() -> entry.with(run("b", 2, intent())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one open run");
  }

  @Test
  void shouldFindTheNewestAcceptedRun() {
    Entry entry =
        Entry.NONE
            .with(run("a", 1, completed()))
            .with(run("b", 2, accepted()))
            .with(run("c", 3, rejected()));

    assertThat(entry.lastAccepted()).contains(run("b", 2, accepted()));
  }

  @Test
  void shouldForgetTheOldestThatNobodyNeedsWhenFull() {
    Entry entry = Entry.NONE.with(run("accepted", 0, completed()));
    for (int i = 1; i < Entry.MAX_RUNS; i++) {
      entry = entry.with(run("r" + i, i, rejected()));
    }

    Entry next = entry.with(run("new", 99, intent()));

    assertThat(next.runs()).hasSize(Entry.MAX_RUNS);
    assertThat(next.run(new CommandId("accepted"))).isPresent();
    assertThat(next.run(new CommandId("r1"))).isEmpty();
    assertThat(next.run(new CommandId("r2"))).isPresent();
    assertThat(next.open()).contains(run("new", 99, intent()));
  }

  /** The worker that made it may still come and say that it was taken. */
  @Test
  void shouldNeverForgetARequestForWhatMadeNone() {
    Entry entry = Entry.NONE.with(run("sent", 0, Samples.refused()));
    for (int i = 1; i <= 3 * Entry.MAX_RUNS; i++) {
      entry = entry.with(run("r" + i, i, rejected()));
    }

    assertThat(entry.run(new CommandId("sent"))).isPresent();
    assertThat(entry.run(new CommandId("r48"))).isPresent();
    assertThat(entry.canTakeAnotherRequest()).isTrue();
  }

  @Test
  void shouldTakeNoOtherRequestWhileSixteenMustBeRemembered() {
    Entry entry = Entry.NONE;
    for (int i = 0; i < Entry.MAX_RUNS; i++) {
      entry = entry.with(run("s" + i, i, Samples.refused()));
    }

    assertThat(entry.canTakeAnotherRequest()).isFalse();
    Instant told = entry.runs().getLast().answer().time();
    assertThat(entry.forgetting(told).canTakeAnotherRequest()).isFalse();
    assertThat(entry.forgetting(told.plusMillis(1)).canTakeAnotherRequest()).isTrue();
    assertThat(entry.with(run("refused", 99, rejected())).run(new CommandId("refused"))).isEmpty();
  }

  @Test
  void shouldKeepClosedRunsWithoutACommandIdOnlyAsLastAccepted() {
    Entry entry = Entry.NONE.with(unnamed("a", 1, completed())).with(unnamed("b", 2, rejected()));

    assertThat(entry.runs()).containsExactly(unnamed("a", 1, completed()));
    assertThat(entry.with(run("c", 3, accepted())).runs()).containsExactly(run("c", 3, accepted()));
  }

  @Test
  void shouldKeepAnOpenRunWithoutACommandId() {
    assertThat(Entry.NONE.with(unnamed("a", 1, intent())).runs()).hasSize(1);
  }

  @Test
  void shouldKeepAnAcceptedRunWithoutACommandIdUntilItsEndIsTold() {
    Entry entry = Entry.NONE.with(unnamed("a", 1, accepted())).with(run("b", 2, accepted()));

    assertThat(entry.run(new CommandId("a"))).isPresent();
    assertThat(entry.with(unnamed("a", 1, completed())).run(new CommandId("a"))).isEmpty();
  }

  @Test
  void shouldForgetAReleasedIntent() {
    Entry entry = Entry.NONE.with(run("a", 1, intent()));

    assertThat(entry.without(new CommandId("a")).isEmpty()).isTrue();
  }

  @Test
  void shouldRefuseTwoRunsOfOneCommand() {
    List<Run> twice = List.of(run("a", 1, rejected()), run("a", 2, rejected()));

    assertThatThrownBy(() -> new Entry(1, twice)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Run unnamed(String id, long offset, RunState state) {
    return new Run(
        Samples.subject(id),
        run(id, offset, state).payloadHash(),
        Samples.place(offset),
        true,
        state);
  }
}
