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

  /** So long what may wait does, for others to be written with in one transaction. */
  private static final Duration COMPANY = Duration.ofMillis(250);

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

  /** What may wait for company; the first of it wakes the thread, which then waits for more. */
  private final Queue<Message> calm = new ConcurrentLinkedQueue<>();

  private final AtomicInteger calmMessages = new AtomicInteger();

  /** When the first of it came. */
  private volatile long calmSinceNanos;

  private final AtomicReference<CompletableFuture<Void>> arrival =
      new AtomicReference<>(new CompletableFuture<>());
  private final AtomicInteger deliveries = new AtomicInteger();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Time time;

  /** Only of the thread that takes. */
  private long takenNanos;

  Inbox(Time time) {
    this.time = time;
    this.takenNanos = time.nanos();
  }

  void put(Message message) {
    if (mayWait(message)) {
      if (calmMessages.getAndIncrement() == 0) {
        calmSinceNanos = time.nanos();
        calm.add(message);
        wake(); // To wait no longer than this may.
      } else {
        calm.add(message);
      }
    } else {
      deliveries.addAndGet(message instanceof Delivered ? 1 : 0);
      queue.add(message);
      wake();
    }
  }

  private static boolean mayWait(Message message) {
    return message instanceof WatchOver
        || (message instanceof Proposed(Change change, var _) && change.mayWait());
  }

  private void wake() {
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
   * @param busy there is other work: do not wait for messages
   * @param pace at least so long after it was called last
   */
  boolean take(List<Message> messages, boolean busy, Duration pace) throws InterruptedException {
    time.await(closed, left(pace, takenNanos));
    takenNanos = time.nanos();
    boolean last = closed.isDone();
    CompletableFuture<Void> next = arrival.get(); // Before looking: what comes later completes it.
    if (!last && !busy && queue.isEmpty()) {
      time.await(next, calm.isEmpty() ? IDLE : left(COMPANY, calmSinceNanos));
    }
    int most = last ? Integer.MAX_VALUE : MAX_PER_CYCLE;
    move(queue, messages, most);
    boolean isWritten = messages.stream().anyMatch(Proposed.class::isInstance);
    if (last || isWritten || left(COMPANY, calmSinceNanos).isZero()) {
      calmMessages.addAndGet(-move(calm, messages, most));
    }
    return last;
  }

  private Duration left(Duration of, long sinceNanos) {
    return Duration.ofNanos(Math.max(0, of.toNanos() - (time.nanos() - sinceNanos)));
  }

  /** How many it moved. */
  private int move(Queue<Message> from, List<Message> to, int most) {
    int moved = 0;
    for (; moved < most && !from.isEmpty(); moved++) {
      Message message = from.remove();
      deliveries.addAndGet(message instanceof Delivered ? -1 : 0);
      to.add(message);
    }
    return moved;
  }
}
