package io.rollbackworker.cloud.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollsTest {
  private final FleetShare share = new FleetShare(1);
  private Turns turns;

  /** In the order in which they were granted; each gives its place back at once. */
  private final List<Turn.Kind> granted = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    turns.close();
  }

  private void open(int readsPerSecond, int places) {
    LimitSettings settings =
        new LimitSettings(1_000_000, readsPerSecond, 1_000_000, places, 1_000_000, 1);
    Breaker breaker = new Breaker("p", new BreakerSettings(10, 50, Duration.ofMillis(100)));
    Time time = Time.system();
    turns =
        new Turns(
            "p",
            new Limits(
                Samples.PROJECT, settings, share, breaker, p -> Optional.empty(), time.nanos()),
            time);
  }

  private Turn ask(Turn.Kind kind) {
    return turns.ask(kind, Priority.NORMAL);
  }

  private void queue(Turn.Kind kind, int count) {
    for (int i = 0; i < count; i++) {
      Turn turn = ask(kind);
      var _ =
          turn.granted()
              .thenRun(
                  () -> {
                    granted.add(kind);
                    turn.close();
                  });
    }
  }

  @Test
  void shouldGiveAFifthToPollsWhileLooksWait() {
    open(1_000_000, 1);
    Turn inside = ask(Turn.Kind.LOOK);
    queue(Turn.Kind.POLL, 100);
    queue(Turn.Kind.LOOK, 40);

    inside.close();

    await().until(() -> granted.size() == 140);
    assertThat(granted.subList(0, 49)).filteredOn(k -> k == Turn.Kind.POLL).hasSize(10);
  }

  @Test
  void shouldGivePollsWhatLooksLeave() {
    open(1_000_000, 1);
    queue(Turn.Kind.POLL, 100);

    await().until(() -> granted.size() == 100);
  }

  @Test
  void shouldKeepAPlaceForWhatIsNew() {
    open(1_000_000, 3);
    List<Turn> polls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      polls.add(ask(Turn.Kind.POLL));
    }

    assertThat(polls).filteredOn(turn -> turn.granted().isDone()).hasSize(2);
    assertThat(ask(Turn.Kind.LOOK).granted()).isDone();
  }

  /** One look in two minutes. */
  @Test
  void shouldLetOneGoAtOnceThatIsNewThoughPollsHaveUsedUpTheRate() {
    share.owns(1, 60);
    open(1, 600);
    Turn poll = ask(Turn.Kind.POLL);
    Turn more = ask(Turn.Kind.POLL);
    Turn one = ask(Turn.Kind.LOOK);
    Turn two = ask(Turn.Kind.LOOK);

    assertThat(poll.granted()).isDone();
    assertThat(one.granted()).isDone();
    assertThat(more.granted()).isNotDone();
    assertThat(two.granted()).isNotDone();
  }
}
