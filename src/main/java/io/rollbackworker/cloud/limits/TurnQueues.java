package io.rollbackworker.cloud.limits;

import io.rollbackworker.disk.Turn.Kind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/** Who waits for a turn, in order. Not thread-safe: owned by its {@link Turns}. */
final class TurnQueues {
  private final Map<Kind, PriorityQueue<TurnState>> queues = new EnumMap<>(Kind.class);
  private final PollShare polls = new PollShare();

  TurnQueues() {
    for (Kind kind : Kind.values()) {
      queues.put(kind, new PriorityQueue<>(Comparator.comparingLong(TurnState::rank)));
    }
  }

  private PriorityQueue<TurnState> of(Kind kind) {
    return Objects.requireNonNull(queues.get(kind));
  }

  void add(TurnState turn) {
    of(turn.kind()).add(turn);
  }

  void remove(TurnState turn) {
    of(turn.kind()).remove(turn);
  }

  int waiting(Kind kind) {
    return of(kind).size();
  }

  /** Which of the two goes next. */
  Kind lookOrPoll() {
    boolean poll = waiting(Kind.LOOK) == 0 || (polls.isDue() && waiting(Kind.POLL) > 0);
    return poll ? Kind.POLL : Kind.LOOK;
  }

  /** At whose limits the next of a kind goes. */
  Kind limitsOf(Kind kind) {
    return polls.limitsOf(kind);
  }

  /** Takes who is first. */
  TurnState next(Kind kind) {
    polls.granted(kind);
    return of(kind).remove();
  }
}
