package io.rollbackworker.cloud.limits;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Who is at the cloud now, and who waits to be next: in the order of their questions. Not
 * thread-safe: owned by its {@link Limits}.
 */
final class CallPlaces {
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int held;

  /** A place that is held at once, whoever waits. */
  CompletableFuture<Void> enter() {
    held++;
    return CompletableFuture.completedFuture(null);
  }

  /** Done when the place is held. */
  CompletableFuture<Void> ask() {
    CompletableFuture<Void> place = new CompletableFuture<>();
    waiting.add(place);
    return place;
  }

  /** The place is given back, or the question taken back. */
  void leave(CompletableFuture<Void> place) {
    if (place.cancel(false)) {
      waiting.removeIf(CompletableFuture::isCancelled);
    } else {
      held--;
    }
  }

  /** Lets in who waits, as long as there is room. */
  void letIn(int places) {
    while (held < places && !waiting.isEmpty()) {
      held++;
      waiting.remove().complete(null);
    }
  }

  int held() {
    return held;
  }

  int waiting() {
    return waiting.size();
  }
}
