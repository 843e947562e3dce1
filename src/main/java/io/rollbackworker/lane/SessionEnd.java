package io.rollbackworker.lane;

import io.rollbackworker.rollback.SessionEnded;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The end of a session, once; everything that waits in the session waits for it too. Thread-safe.
 */
final class SessionEnd {
  private static final Duration LONG = Duration.ofDays(1);

  private final Time time;
  private final CompletableFuture<String> reason = new CompletableFuture<>();

  SessionEnd(Time time) {
    this.time = time;
  }

  void set(String why) {
    reason.complete(why);
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
    if (!what.isDone()) {
      CompletableFuture<Object> either = CompletableFuture.anyOf(what, reason);
      if (!time.await(either, atMost)) {
        either.cancel(false); // Or the session would remember it until its end.
        return false;
      }
    }
    if (!what.isDone()) {
      throw new SessionEnded(reason.join());
    }
    return true;
  }

  void pause(Duration duration) throws SessionEnded, InterruptedException {
    if (awaitAtMost(duration)) {
      throw new SessionEnded(reason.join());
    }
  }

  /** Whether the session has ended by then. */
  boolean awaitAtMost(Duration duration) throws InterruptedException {
    return time.await(reason, duration);
  }
}
