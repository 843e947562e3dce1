package io.rollbackworker.kafka.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpeningInTurnsTest {
  private final Queue<Integer> begun = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ends = new CountDownLatch(1);

  /** Each opening goes on until all may end, and fails then. */
  private final OpeningInTurns opener =
      new OpeningInTurns(
          (partition, progress, cancelled) -> {
            begun.add(partition);
            try {
              ends.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            throw new ContractBroken("of " + partition);
          },
          2,
          Time.system());

  @Test
  void shouldOpenTwoAtOnceAndTheOthersAfterThem() {
    var openings = start(5, new AtomicBoolean());
    await().until(() -> begun.size() == 2);

    ends.countDown();

    openings.forEach(
        opening -> assertThatThrownBy(opening::join).hasMessageContaining("ContractBroken: of "));
    assertThat(begun).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @Test
  void shouldNotOpenWhatWasTakenAwayWhileItWaited() {
    var running = start(2, new AtomicBoolean());
    await().until(() -> begun.size() == 2);

    var waiting = start(3, new AtomicBoolean(true));

    waiting.forEach(
        opening -> assertThatThrownBy(opening::join).hasMessageContaining("was cancelled"));
    assertThat(begun).hasSize(2);
    ends.countDown();
    running.forEach(opening -> assertThatThrownBy(opening::join).hasMessageContaining("of "));
    start(1, new AtomicBoolean())
        .forEach(opening -> assertThatThrownBy(opening::join).hasMessageContaining("of 0"));
  }

  private List<CompletableFuture<Void>> start(int count, AtomicBoolean cancelled) {
    return IntStream.range(0, count)
        .mapToObj(
            partition -> {
              CompletableFuture<Void> over = new CompletableFuture<>();
              Fork.VIRTUAL.start(
                  "open",
                  () -> {
                    try {
                      var _ = opener.open(partition, (at, end) -> {}, cancelled::get);
                      over.complete(null);
                    } catch (ContractBroken e) {
                      over.completeExceptionally(e);
                    }
                  });
              return over;
            })
        .toList();
  }
}
