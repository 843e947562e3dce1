package io.rollbackworker.lane;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.rollback.PlacedCommand;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * One procedure per key at a time; the others wait in order. Not thread-safe: owned by the lane's
 * thread.
 */
final class KeyQueues {
  private final Map<SnapshotId, Queue<PlacedCommand>> waiting = new HashMap<>();

  /** Takes the key before any command can. */
  void occupy(SnapshotId key) {
    waiting.put(key, new ArrayDeque<>());
  }

  /** True if the command may start now. */
  boolean enter(PlacedCommand placed) {
    SnapshotId key = placed.command().snapshotId();
    Queue<PlacedCommand> queue = waiting.get(key);
    if (queue == null) {
      occupy(key);
      return true;
    }
    queue.add(placed);
    return false;
  }

  /** The key's procedure has ended; the command that may start now. */
  Optional<PlacedCommand> leave(SnapshotId key) {
    Queue<PlacedCommand> queue = waiting.get(key);
    Optional<PlacedCommand> next = Optional.ofNullable(queue == null ? null : queue.poll());
    if (next.isEmpty()) {
      waiting.remove(key);
    }
    return next;
  }

  boolean isBusy(SnapshotId key) {
    return waiting.containsKey(key);
  }
}
