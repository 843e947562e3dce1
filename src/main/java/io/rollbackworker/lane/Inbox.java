package io.rollbackworker.lane;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What waits for the lane's thread. Thread-safe. Bounded by who puts: each procedure has at most
 * one message in it, and the poll thread stops delivering while it is crowded.
 */
final class Inbox {
  /** One cycle takes at most so many messages, which bounds a transaction. */
  private static final int MAX_PER_CYCLE = 500;

  /** Of these each holds at most what one poll brought for the partition. */
  private static final int MAX_DELIVERIES = 2;

  private static final Duration IDLE = Duration.ofSeconds(1);

  sealed interface Message {}

  record Delivered(List<Delivery> deliveries, long next) implements Message {}

  record Proposed(Change change, CompletableFuture<Change.Receipt> answer) implements Message {}

  /** What was asked for by {@link LaneWork#readAgain}. */
  record ReadAgain(List<Delivery> deliveries) implements Message {}

  /**
   * A command must wait.
   *
   * @param untilNanos of the monotonic clock
   * @param answer whether it may wait in memory
   */
  record Waits(long offset, OutcomeError why, long untilNanos, CompletableFuture<Boolean> answer)
      implements Message {}

  record ProcedureOver(SnapshotId key) implements Message {}

  record WatchOver(SnapshotId key, CommandId commandId) implements Message {}

  /** Wakes the thread; nothing comes after it that must be heard. */
  record Closing() implements Message {}

  private final Queue<Message> queue = new ConcurrentLinkedQueue<>();
  private final AtomicReference<CompletableFuture<Void>> arrival =
      new AtomicReference<>(new CompletableFuture<>());
  private final AtomicInteger deliveries = new AtomicInteger();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  void put(Message message) {
    deliveries.addAndGet(message instanceof Delivered ? 1 : 0);
    queue.add(message);
    arrival.getAndSet(new CompletableFuture<>()).complete(null);
  }

  /** Stops the lane's thread after what is in the inbox now. */
  void close() {
    closed.complete(null);
    put(new Closing());
  }

  /** Whether the poll thread should wait: the lane has not even looked at what it got last. */
  boolean isCrowded() {
    return deliveries.get() > MAX_DELIVERIES;
  }

  /**
   * Waits for messages, at most one second; true when these are the last.
   *
   * @param busy there is other work: do not wait
   */
  boolean take(List<Message> messages, boolean busy, Time time) throws InterruptedException {
    boolean last = closed.isDone();
    CompletableFuture<Void> next = arrival.get(); // Before looking: what comes later completes it.
    if (!last && !busy && queue.isEmpty()) {
      time.await(next, IDLE);
    }
    int most = last ? Integer.MAX_VALUE : MAX_PER_CYCLE;
    for (int i = 0; i < most && !queue.isEmpty(); i++) {
      Message message = queue.remove();
      deliveries.addAndGet(message instanceof Delivered ? -1 : 0);
      messages.add(message);
    }
    return last;
  }
}
