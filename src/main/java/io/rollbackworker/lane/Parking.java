package io.rollbackworker.lane;

import io.rollbackworker.command.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Commands that were read and have no room: some hundred bytes of each. Those that were never
 * looked at stand in line by priority and offset; those that must wait, by when they are to be
 * polled; and those of a snapshot that has many already, behind these. Not thread-safe: owned by
 * the lane's thread.
 */
final class Parking {
  private static final Comparator<Parked> IN_LINE =
      Comparator.<Parked, Priority>comparing(p -> p.asked().priority())
          .thenComparingLong(p -> p.asked().offset());

  /** The monotonic clock's differences count, not its values. */
  private static final Comparator<Parked> BY_POLL =
      (a, b) -> Long.signum(a.notBeforeNanos() - b.notBeforeNanos());

  private final Map<Share, Queue<Parked>> fresh = new HashMap<>();
  private final Map<Share, Queue<Parked>> waiting = new HashMap<>();
  private final Map<Long, Queue<Parked>> behind = new HashMap<>();
  private int size;

  /** As of the last {@link #review}. */
  private @Nullable Asked oldest;

  void addFresh(Asked asked) {
    size++;
    fresh
        .computeIfAbsent(asked.share(), s -> new PriorityQueue<>(IN_LINE))
        .add(new Parked(asked, 0, null));
  }

  void addWaiting(Parked parked) {
    size++;
    waiting.computeIfAbsent(parked.asked().share(), s -> new PriorityQueue<>(BY_POLL)).add(parked);
  }

  void addBehind(Asked asked) {
    size++;
    behind
        .computeIfAbsent(asked.snapshotHash(), s -> new ArrayDeque<>())
        .add(new Parked(asked, 0, null));
  }

  boolean hasFresh(Share share) {
    return fresh.containsKey(share);
  }

  boolean hasWaiting(Share share) {
    return waiting.containsKey(share);
  }

  boolean hasBehind(long snapshotHash) {
    return behind.containsKey(snapshotHash);
  }

  /** One more of the snapshot may be open: the next stands in line with the others. */
  void advance(long snapshotHash) {
    next(behind, snapshotHash).ifPresent(parked -> addFresh(parked.asked()));
  }

  /** The first in the line of some share that may be open. */
  Optional<Parked> takeFresh(Predicate<Parked> may) {
    return take(fresh, may);
  }

  /** The first of some share's that wait that may be open. */
  Optional<Parked> takeWaiting(Predicate<Parked> may) {
    return take(waiting, may);
  }

  private Optional<Parked> take(Map<Share, Queue<Parked>> queues, Predicate<Parked> may) {
    Optional<Share> share =
        queues.entrySet().stream()
            .filter(queue -> may.test(queue.getValue().element()))
            .map(Map.Entry::getKey)
            .findFirst();
    return share.flatMap(first -> next(queues, first));
  }

  private <K> Optional<Parked> next(Map<K, Queue<Parked>> queues, K key) {
    Queue<Parked> queue = queues.get(key);
    if (queue == null) {
      return Optional.empty();
    }
    size--;
    Parked first = queue.remove();
    if (queue.isEmpty()) {
      queues.remove(key);
    }
    return Optional.of(first);
  }

  /** Takes out those in line and those that wait that are over, so many at most; looks at all. */
  List<Parked> review(Predicate<Parked> over, int most) {
    List<Parked> taken = new ArrayList<>();
    oldest = null;
    for (var queues : List.of(fresh.values(), waiting.values())) {
      queues.forEach(queue -> review(queue, over, most, taken));
      queues.removeIf(Queue::isEmpty);
    }
    behind.values().forEach(queue -> queue.forEach(this::noteAge));
    size -= taken.size();
    return taken;
  }

  private void review(Queue<Parked> queue, Predicate<Parked> over, int most, List<Parked> taken) {
    for (Iterator<Parked> all = queue.iterator(); all.hasNext(); ) {
      Parked parked = all.next();
      if (taken.size() < most && over.test(parked)) {
        taken.add(parked);
        all.remove();
      } else {
        noteAge(parked);
      }
    }
  }

  private void noteAge(Parked parked) {
    Asked asked = parked.asked();
    if (oldest == null || asked.storedAtMillis() < oldest.storedAtMillis()) {
      oldest = asked;
    }
  }

  int size() {
    return size;
  }

  @Nullable Asked oldest() {
    return size == 0 ? null : oldest;
  }

  /** Whose are most of them; for people. */
  String most() {
    Map<Share, Integer> counts = new HashMap<>();
    for (var queues : List.of(fresh.values(), waiting.values(), behind.values())) {
      queues.forEach(
          queue -> counts.merge(queue.element().asked().share(), queue.size(), Integer::sum));
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> most.getValue() + " " + most.getKey())
        .orElse("none");
  }
}
