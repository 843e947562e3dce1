package io.rollbackworker.cloud.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final FleetShare share = new FleetShare(1);
  private final Breaker breaker =
      new Breaker("p", new BreakerSettings(10, 50, Duration.ofMillis(100)));
  private volatile Optional<OutcomeError> frozen = Optional.empty();
  private Turns turns;

  @AfterEach
  void close() {
    if (turns != null) {
      turns.close();
    }
  }

  private void open(LimitSettings settings) {
    Time time = Time.system();
    turns =
        new Turns(
            "p",
            new Limits(Samples.PROJECT, settings, share, breaker, p -> frozen, time.nanos()),
            time);
  }

  private static LimitSettings places(int calls, int atOnce) {
    return new LimitSettings(1_000_000, 1_000_000, 1_000_000, calls, 1_000_000, atOnce);
  }

  private Turn look(Priority priority) {
    return turns.ask(Turn.Kind.LOOK, priority);
  }

  private Turn rollback() {
    return turns.ask(Turn.Kind.ROLLBACK, Priority.NORMAL);
  }

  @Test
  void shouldLetTheMostUrgentGoFirst() {
    open(places(1, 10));
    Turn first = look(Priority.NORMAL);
    List<String> order = new CopyOnWriteArrayList<>();
    List<Turn> waiting = new ArrayList<>();
    for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.URGENT)) {
      Turn turn = look(priority);
      var _ =
          turn.granted()
              .thenRun(
                  () -> {
                    order.add(priority.name());
                    turn.close();
                  });
      waiting.add(turn);
    }
    assertThat(waiting).noneMatch(t -> t.granted().isDone());

    first.close();

    await().until(() -> order.size() == 3);
    assertThat(order).containsExactly("URGENT", "NORMAL", "LOW");
  }

  @Test
  void shouldForgetWhoTakesTheQuestionBack() {
    open(places(1, 10));
    Turn inside = look(Priority.NORMAL);
    Turn gone = look(Priority.NORMAL);
    Turn next = look(Priority.NORMAL);

    gone.close();
    inside.close();

    await().until(() -> next.granted().isDone());
    assertThat(gone.granted()).isNotDone();
    assertThat(turns.waiting(Turn.Kind.LOOK)).isZero();
  }

  @Test
  void shouldShareThePlacesBetweenLooksAndRequests() {
    open(places(2, 10));
    Turn look = look(Priority.NORMAL);
    Turn rollback = rollback();
    Turn more = rollback();
    assertThat(look.granted()).isDone();
    assertThat(rollback.granted()).isDone(); // Its intent is written without a place.
    assertThat(more.granted()).isDone();
    assertThat(rollback.place()).isDone();
    var second = more.place();
    assertThat(second).isNotDone();

    look.close();

    assertThat(second).isDone();
  }

  @Test
  void shouldLetIntentsThatAreWrittenGoBeforeAllLooks() {
    open(places(1, 10));
    Turn inside = look(Priority.NORMAL);
    Turn next = look(Priority.URGENT);
    var place = rollback().place();

    inside.close();

    assertThat(place).isDone();
    assertThat(next.granted()).isNotDone();
  }

  @Test
  void shouldLetNoIntentsBeWrittenWhoseRequestsCouldNotGoForLong() {
    open(places(4, 100));
    for (int i = 0; i < 4; i++) {
      assertThat(rollback().place()).isDone();
    }
    Turn waits = rollback();
    assertThat(waits.place()).isNotDone();
    Turn alsoWaits = rollback();
    assertThat(alsoWaits.place()).isNotDone();

    assertThat(rollback().granted()).isNotDone(); // Two wait, and a quarter of four may.
    alsoWaits.close();
    assertThat(rollback().granted()).isDone();
  }

  @Test
  void shouldBoundTheIntentsThatAreWrittenAtOnce() {
    open(places(2, 100));
    for (int i = 0; i < 8; i++) {
      assertThat(rollback().granted()).isDone();
    }

    assertThat(rollback().granted()).isNotDone();
  }

  @Test
  void shouldGiveThePlaceBackBetweenTwoCalls() {
    open(places(1, 10));
    Turn turn = rollback();
    assertThat(turn.place()).isDone();
    Turn look = look(Priority.NORMAL);

    turn.leavePlace();
    assertThat(look.granted()).isDone();
    var again = turn.place();
    assertThat(again).isNotDone();
    look.close();

    assertThat(again).isDone();
  }

  @Test
  void shouldLetARequestFollowItsLookInOneTurn() {
    open(places(1, 1));
    Turn turn = look(Priority.NORMAL);
    Turn next = look(Priority.NORMAL);

    assertThat(turn.becomesRollback()).isTrue();
    assertThat(turns.rollbacksUnderWay()).isOne();
    assertThat(next.granted()).isDone();
    assertThat(next.becomesRollback()).isFalse(); // One runs at the cloud, and no more may.
    assertThat(turn.place()).isDone();

    turn.callEnded();
    assertThat(look(Priority.NORMAL).granted()).isDone();
    turn.close();
    assertThat(turns.rollbacksUnderWay()).isZero();
  }

  @Test
  void shouldNotLetARequestPassOthersThatWaitForTheirTurn() {
    open(places(10, 1));
    Turn running = rollback();
    Turn waiting = rollback();
    Turn look = look(Priority.NORMAL);

    assertThat(look.becomesRollback()).isFalse();

    running.close();
    await().until(() -> waiting.granted().isDone());
  }

  @Test
  void shouldNotLetARequestFollowWhileFrozenAndGiveTheLooksPlaceBack() {
    open(places(1, 10));
    frozen = Optional.of(OutcomeError.of(ErrorCode.ROLLBACKS_FROZEN, "frozen by nina"));
    Turn look = look(Priority.NORMAL);

    assertThat(look.becomesRollback()).isFalse();
    assertThat(look(Priority.NORMAL).granted()).isDone();
  }

  @Test
  void shouldHoldRollbacksWhileFrozenAndSayWhy() {
    open(places(10, 10));
    OutcomeError why = OutcomeError.of(ErrorCode.ROLLBACKS_FROZEN, "frozen by nina");
    frozen = Optional.of(why);
    Turn turn = rollback();

    assertThat(look(Priority.NORMAL).granted()).isDone();
    assertThat(turn.granted()).isNotDone();
    assertThat(turn.hindrance()).isEqualTo(why);

    frozen = Optional.empty();
    await().until(() -> turn.granted().isDone());
  }

  @Test
  void shouldCapWhatRunsAtOnceUntilItsEndIsSeen() {
    open(places(10, 2));
    Turn one = rollback();
    Turn two = rollback();
    Turn three = rollback();
    assertThat(one.granted()).isDone();
    assertThat(two.granted()).isDone();
    assertThat(three.granted()).isNotDone();

    turns.underWay(1); // A watch follows the first from now on,
    one.close(); // whose own turn is over.
    assertThat(three.granted()).isNotDone();
    assertThat(three.hindrance().message()).contains("rollbacks-at-once");

    turns.underWay(-1);
    await().until(() -> three.granted().isDone());
  }

  @Test
  void shouldTakeOnlyItsShareOfTheFleetsLimits() {
    share.owns(3, 12);
    open(places(12, 4));

    assertThat(rollback().granted()).isDone();
    assertThat(rollback().granted()).isNotDone();
    assertThat(look(Priority.NORMAL).granted()).isDone();
    assertThat(look(Priority.NORMAL).granted()).isDone();
    assertThat(look(Priority.NORMAL).granted()).isDone();
    assertThat(look(Priority.NORMAL).granted()).isNotDone();
  }

  @Test
  void shouldHoldEverythingBehindAnOpenBreakerButOneLookThatTries() {
    open(places(10, 10));
    for (int i = 0; i < 5; i++) {
      breaker.failed(Turn.Kind.LOOK, "connection refused");
    }
    Turn rollback = rollback();
    Turn one = look(Priority.NORMAL);
    Turn two = look(Priority.NORMAL);
    assertThat(rollback.granted()).isNotDone();
    assertThat(rollback.hindrance().code()).isEqualTo(ErrorCode.CLOUD_UNAVAILABLE);
    assertThat(rollback.hindrance().message()).contains("connection refused");

    await().until(() -> one.granted().isDone());
    assertThat(two.granted()).isNotDone();
    assertThat(rollback.granted()).isNotDone();

    breaker.answered(Turn.Kind.LOOK);
    await().until(() -> two.granted().isDone() && rollback.granted().isDone());
  }

  @Test
  void shouldLetRollbacksGoOnAfterALookWhenOnlyTheyHadFailed() {
    open(places(10, 10));
    for (int i = 0; i < 3; i++) {
      breaker.failed(Turn.Kind.ROLLBACK, "HTTP 500");
    }
    Turn rollback = rollback();
    assertThat(look(Priority.NORMAL).granted()).isDone();
    breaker.answered(Turn.Kind.LOOK);
    assertThat(rollback.granted()).isNotDone();

    await()
        .until(
            () -> {
              breaker.answered(Turn.Kind.LOOK);
              return rollback.granted().isDone();
            });
  }

  /** Turns ask the breaker under their lock, the breaker changes under its own. */
  @Test
  void shouldSurviveABreakerThatOpensAndClosesAllTheTime() throws Exception {
    Breaker restless = new Breaker("r", new BreakerSettings(2, 50, Duration.ofMillis(10)));
    Time time = Time.system();
    Limits limits =
        new Limits(
            Samples.PROJECT,
            places(100, 1_000),
            share,
            restless,
            p -> Optional.empty(),
            time.nanos());
    Turns own = new Turns("r", limits, time);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 8; t++) {
        int thread = t;
        threads.submit(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                try (var _ = own.ask(Turn.Kind.LOOK, Priority.NORMAL)) {
                  if ((i + thread) % 3 == 0) {
                    restless.answered(Turn.Kind.LOOK);
                  } else {
                    restless.failed(Turn.Kind.LOOK, "i");
                  }
                  Thread.yield(); // Others come between.
                }
              }
              return null;
            });
      }
    }

    await()
        .until(
            () -> {
              restless.answered(Turn.Kind.LOOK);
              try (Turn turn = own.ask(Turn.Kind.LOOK, Priority.NORMAL)) {
                return turn.granted().isDone();
              }
            });
    own.close();
  }
}
