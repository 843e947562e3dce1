package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Deadline;
import io.rollbackworker.time.Intervals;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How long a command waits, and what it says at the end. */
class PatienceTest {
  private static final OutcomeError BUSY =
      OutcomeError.of(ErrorCode.PRECONDITION_TIMEOUT, "Expected a free volume.");
  private static final OutcomeError QUEUED =
      OutcomeError.of(ErrorCode.CLOUD_THROTTLED, "Expected a turn.");

  private final ByHand world = new ByHand();
  private final Patience patience =
      new Patience(
          world.lane,
          new Deadline(Samples.NOW.plusSeconds(20), world.time),
          new Intervals(Duration.ofSeconds(4), Duration.ofSeconds(8), new Random(7)),
          null,
          new Journey.Unseen());

  @Test
  void shouldNotWaitUnlessItWasAskedTo() throws Exception {
    patience.pause();

    assertThat(world.time.now()).isEqualTo(Samples.NOW);
  }

  @Test
  void shouldWaitNoLongerThanItsDeadline() throws Exception {
    for (int i = 0; i < 10; i++) {
      patience.waitFor(BUSY);
      patience.pause();
    }

    assertThat(patience.isOver()).isTrue();
    assertThat(world.time.now()).isEqualTo(Samples.NOW.plusSeconds(20));
  }

  @Test
  void shouldRememberWhatStoodInTheWayLast() throws Exception {
    assertThat(patience.hindranceOr(QUEUED)).isEqualTo(QUEUED);

    patience.waitFor(BUSY);
    patience.waitFor(null);

    assertThat(patience.hindranceOr(QUEUED)).isEqualTo(BUSY);
  }

  @Test
  void shouldTakeATurnThatComesInTime() throws Exception {
    world.disk.hold(Turn.Kind.ROLLBACK, QUEUED);
    world.time.after(Duration.ofSeconds(15), () -> world.disk.grant(Turn.Kind.ROLLBACK));

    assertThat(patience.awaitTurn(turn())).isTrue();
    assertThat(world.time.now()).isEqualTo(Samples.NOW.plusSeconds(15));
  }

  @Test
  void shouldSayAtTheDeadlineThatItsTurnNeverCame() throws Exception {
    world.disk.hold(Turn.Kind.ROLLBACK, QUEUED);

    assertThat(patience.awaitTurn(turn())).isFalse();
    assertThat(patience.isOver()).isTrue();
    assertThat(patience.hindranceOr(BUSY)).isEqualTo(QUEUED);
  }

  /** A look is made meanwhile: the volume may have become busy again. */
  @Test
  void shouldNotWaitForATurnLongerThanBetweenTwoLooks() throws Exception {
    world.disk.hold(Turn.Kind.ROLLBACK, QUEUED);

    assertThat(patience.awaitTurnBriefly(turn())).isFalse();
    assertThat(world.time.now()).isBetween(Samples.NOW.plusSeconds(4), Samples.NOW.plusSeconds(8));
  }

  private Turn turn() {
    return world.disk.turn(Samples.PROJECT, Turn.Kind.ROLLBACK, Priority.NORMAL);
  }
}
