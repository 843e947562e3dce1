package io.rollbackworker.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.request.Pursuit.Standing;
import io.rollbackworker.request.Pursuit.Until;
import io.rollbackworker.testing.Samples;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PursuitTest {
  private final Pursuit toTheEnd = following(Until.COMPLETED);

  private static Pursuit following(Until until) {
    Pursuit pursuit = new Pursuit(until);
    pursuit.follow(Samples.SNAPSHOT, 3, 7);
    return pursuit;
  }

  private static Outcome outcome(
      String command, long offset, int revision, Result result, @Nullable String of) {
    return new Outcome(
        Samples.subject(command),
        Samples.place(offset),
        of == null ? null : new Outcome.Original(new CommandId(of), "event"),
        Samples.told(revision, result));
  }

  private void hears(boolean ours, Standing then, Outcome outcome) {
    assertThat(toTheEnd.hear(outcome)).isEqualTo(ours);
    assertThat(toTheEnd.standings()).containsExactly(then);
  }

  @Test
  void shouldFollowACommandToItsEnd() {
    hears(false, Standing.UNANSWERED, outcome("x", 6, 1, Samples.acceptedResult(), null));
    hears(true, Standing.RUNNING, outcome("a", 7, 1, Samples.acceptedResult(), null));
    hears(false, Standing.RUNNING, outcome("x", 9, 1, Samples.rejectedResult(), null));
    assertThat(toTheEnd.isOver()).isFalse();
    hears(true, Standing.GOOD, outcome("a", 7, 2, new Result.Completed(Observed.NOTHING), null));
    assertThat(toTheEnd.isOver()).isTrue();
  }

  @Test
  void shouldBeOverWhenAcceptedIsAllThatIsWanted() {
    Pursuit pursuit = following(Until.ACCEPTED);

    pursuit.hear(outcome("a", 7, 1, Samples.acceptedResult(), null));

    assertThat(pursuit.isOver()).isTrue();
    assertThat(pursuit.standings()).containsExactly(Standing.GOOD);
  }

  @Test
  void shouldFollowTheCommandThatIsRepeated() {
    hears(true, Standing.RUNNING, outcome("b", 7, 1, Samples.acceptedResult(), "a"));
    hears(false, Standing.RUNNING, outcome("b", 8, 1, Samples.rejectedResult(), null));
    hears(true, Standing.BAD, outcome("a", 2, 2, Samples.failedResult(), null));
  }

  @Test
  void shouldNotTakeAnotherRecordsAnswerForItsOwnCommands() {
    hears(true, Standing.RUNNING, outcome("a", 7, 1, Samples.acceptedResult(), null));
    hears(false, Standing.RUNNING, outcome("a", 9, 1, Samples.rejectedResult(), "a"));
  }

  @Test
  void shouldWaitForDoubtsToEnd() {
    hears(true, Standing.DOUBTFUL, outcome("a", 7, 1, Samples.inDoubtResult(), null));
    assertThat(toTheEnd.isOver()).isFalse();
    hears(true, Standing.BAD, outcome("a", 7, 2, Samples.rejectedResult(), null));
  }

  @Test
  void shouldKnowWhatIsOverAndNotKnown() {
    hears(true, Standing.UNKNOWN, outcome("a", 7, 1, new Result.Ended(Observed.NOTHING), null));
    assertThat(toTheEnd.isOver()).isTrue();
  }

  @Test
  void shouldCallADryRunGoodThatWouldProceed() {
    for (Result.Would would : Result.Would.values()) {
      Pursuit pursuit = following(Until.ACCEPTED);

      pursuit.hear(
          outcome("a", 7, 1, new Result.Checked(would, null, Observed.NOTHING, null), null));

      assertThat(List.copyOf(pursuit.standings()))
          .containsExactly(would == Result.Would.PROCEED ? Standing.GOOD : Standing.BAD);
    }
  }
}
