package io.rollbackworker.lane;

import io.rollbackworker.rollback.SessionEnded;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of a session, once; everything that waits in the session waits for it too. Thread-safe.
 */
final class SessionEnd {
  private static final long BRIEFLY_MILLIS = 5;
  private final CompletableFuture<String> reason = new CompletableFuture<>();

  void set(String why) {
    reason.complete(why);
  }

  Optional<String> reason() {
    return Optional.ofNullable(reason.getNow(null));
  }

  /** Waits for the answer or the end, whichever comes first; an answer that is there wins. */
  <T> T await(CompletableFuture<T> answer) throws SessionEnded, InterruptedException {
    try {
      CompletableFuture.anyOf(answer, reason).get();
      if (answer.isDone()) {
        return answer.get();
      }
      throw new SessionEnded(reason.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("answers are never completed with a failure", e);
    }
  }

  /** Whether it was done within the time. */
  boolean await(CompletableFuture<?> what, Duration atMost)
      throws SessionEnded, InterruptedException {
    if (!what.isDone()) {
      CompletableFuture<Object> either = CompletableFuture.anyOf(what, reason);
      try {
        either.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        either.cancel(false); // Or the session would remember it until its end.
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("what is awaited never fails", e);
      }
    }
    if (!what.isDone()) {
      throw new SessionEnded(reason.join());
    }
    return true;
  }

  void pause(Duration duration) throws SessionEnded, InterruptedException {
    try {
      throw new SessionEnded(reason.get(duration.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      // The whole time has passed and the session still lives.
    } catch (ExecutionException e) {
      throw new IllegalStateException("the reason is never completed with a failure", e);
    }
  }

  void awaitBriefly() throws InterruptedException {
    try {
      pause(Duration.ofMillis(BRIEFLY_MILLIS));
    } catch (SessionEnded e) {
      // The caller looks at the reason itself.
    }
  }
}
