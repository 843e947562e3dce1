package io.rollbackworker.cloud.limits;

import io.rollbackworker.disk.Turn.Kind;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How far one turn has come. Not thread-safe: owned by its {@link Turns}. */
final class TurnState {
  private final Limits limits;
  private final long rank;
  private final CompletableFuture<Void> granted = new CompletableFuture<>();
  private Kind kind;
  private Step step = Step.WAITING;

  /** Held if it is done, else asked for; null: neither. */
  private @Nullable CompletableFuture<Void> place;

  private enum Step {
    WAITING,
    GRANTED,
    CALL_ENDED,
    OVER
  }

  /**
   * @param rank who has the smallest goes first
   */
  TurnState(Limits limits, Kind kind, long rank) {
    this.limits = limits;
    this.kind = kind;
    this.rank = rank;
  }

  long rank() {
    return rank;
  }

  Kind kind() {
    return kind;
  }

  CompletableFuture<Void> granted() {
    return granted;
  }

  /** When the limits allow it. A look has its place at once. */
  void grant(long now) {
    limits.take(kind, now);
    step = Step.GRANTED;
    if (kind != Kind.ROLLBACK) {
      place = limits.places().enter();
    }
    granted.complete(null);
  }

  /** Whether a look's call was the last thing that happened in it. */
  boolean isAfterCall() {
    return step == Step.CALL_ENDED;
  }

  /** The look's turn becomes the request's, when the limits allow it. */
  void becomeRollback(long now) {
    kind = Kind.ROLLBACK;
    grant(now);
  }

  CompletableFuture<Void> askPlace() {
    CompletableFuture<Void> asked = limits.places().ask();
    place = asked;
    return asked;
  }

  void leavePlace() {
    if (place != null) {
      limits.places().leave(place);
      place = null;
    }
  }

  void endCall() {
    leavePlace();
    if (step == Step.GRANTED) {
      limits.callEnded(kind);
      step = Step.CALL_ENDED;
    }
  }

  void end() {
    endCall();
    if (step == Step.CALL_ENDED) {
      limits.told(kind);
    }
    step = Step.OVER;
  }
}
