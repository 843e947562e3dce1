package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.rollback.SessionEnded;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SessionEndTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SessionEnd end = new SessionEnd(Time.system());

  @Test
  void shouldEndEveryWait() throws Exception {
    List<Future<?>> waits = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        waits.add(threads.submit(() -> outcome(() -> end.pause(LONG))));
        waits.add(
            threads.submit(() -> outcome(() -> end.await(new CompletableFuture<String>(), LONG))));
        waits.add(threads.submit(() -> outcome(() -> end.await(new CompletableFuture<String>()))));
      }
      end.set("lost"); // Before some of them wait, and after others.
    }
    for (Future<?> wait : waits) {
      assertThat(wait.get()).isEqualTo("lost");
    }
  }

  private interface Wait {
    void run() throws SessionEnded, InterruptedException;
  }

  private static String outcome(Wait wait) throws InterruptedException {
    try {
      wait.run();
      return "no end";
    } catch (SessionEnded e) {
      return e.getMessage();
    }
  }

  @Test
  void shouldGiveAnAnswerThatComesWhileItWaits() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> waits = threads.submit(() -> end.await(answer));
      answer.complete("yes");

      assertThat(waits.get()).isEqualTo("yes");
    }
  }

  @Test
  void shouldPreferAnAnswerThatIsThere() throws Exception {
    end.set("lost");

    assertThat(end.await(CompletableFuture.completedFuture("yes"))).isEqualTo("yes");
    assertThatThrownBy(() -> end.await(new CompletableFuture<>())).hasMessage("lost");
  }

  @Test
  void shouldSayWhenTheTimeIsOver() throws Exception {
    assertThat(end.await(new CompletableFuture<>(), Duration.ofMillis(1))).isFalse();
    assertThat(end.awaitAtMost(Duration.ofMillis(1))).isFalse();
  }
}
