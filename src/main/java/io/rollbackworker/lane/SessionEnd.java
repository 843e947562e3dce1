package io.rollbackworker.lane;

import io.rollbackworker.rollback.SessionEnded;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The end of a session, once; everything that waits in the session waits for it too. Thread-safe.
 */
final class SessionEnd {
  private static final Duration LONG = Duration.ofDays(1);

  private final Time time;
  private final CompletableFuture<String> reason = new CompletableFuture<>();

  /**
   * One for each wait, in their order: waiting on one future, they would form a list that each end
   * of a wait walks.
   */
  private final Map<Long, CompletableFuture<Void>> waits = new ConcurrentSkipListMap<>();

  private final AtomicLong lastWait = new AtomicLong();

  SessionEnd(Time time) {
    this.time = time;
  }

  void set(String why) {
    reason.complete(why);
    waits.values().forEach(wait -> wait.complete(null));
  }

  Optional<String> reason() {
    return Optional.ofNullable(reason.getNow(null));
  }

  /** Waits for the answer or the end, whichever comes first; an answer that is there wins. */
  <T> T await(CompletableFuture<T> answer) throws SessionEnded, InterruptedException {
    while (!await(answer, LONG)) {
      assert !answer.isDone();
    }
    return answer.join();
  }

  /** Whether it was done within the time. */
  boolean await(CompletableFuture<?> what, Duration atMost)
      throws SessionEnded, InterruptedException {
    if (what.isDone()) {
      return true;
    }
    CompletableFuture<Void> wait = new CompletableFuture<>();
    var _ = what.whenComplete((result, error) -> wait.complete(null));
    boolean over = isOver(wait, atMost);
    if (over && !what.isDone()) {
      throw new SessionEnded(reason.join());
    }
    return over;
  }

  /** Whether this wait was over, by its own or by the session's end, within the time. */
  private boolean isOver(CompletableFuture<Void> wait, Duration atMost)
      throws InterruptedException {
    long number = lastWait.incrementAndGet();
    waits.put(number, wait);
    try {
      return reason.isDone() || time.await(wait, atMost);
    } finally {
      waits.remove(number);
    }
  }

  void pause(Duration duration) throws SessionEnded, InterruptedException {
    if (awaitAtMost(duration)) {
      throw new SessionEnded(reason.join());
    }
  }

  /** Whether the session has ended by then. */
  boolean awaitAtMost(Duration duration) throws InterruptedException {
    return isOver(new CompletableFuture<>(), duration);
  }
}
