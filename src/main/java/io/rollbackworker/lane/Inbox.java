package io.rollbackworker.lane;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.rollback.Change;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits for the lane's thread. Thread-safe. Bounded by who puts: each procedure has at most
 * one message in it, and the poll thread stops delivering while it is crowded.
 */
final class Inbox {
  /** One cycle takes at most so many messages, which bounds a transaction. */
  private static final int MAX_PER_CYCLE = 500;

  /** Of these each holds at most what one poll brought for the partition. */
  private static final int MAX_DELIVERIES = 2;

  private static final long IDLE_MILLIS = 1_000;

  sealed interface Message {}

  record Delivered(List<Delivery> deliveries, long next) implements Message {}

  record Proposed(Change change, CompletableFuture<Change.Receipt> answer) implements Message {}

  record ProcedureOver(SnapshotId key) implements Message {}

  record WatchOver(SnapshotId key, CommandId commandId) implements Message {}

  /** Wakes the thread; nothing comes after it that must be heard. */
  record Closing() implements Message {}

  private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  void put(Message message) {
    deliveries.addAndGet(message instanceof Delivered ? 1 : 0);
    queue.add(message);
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
  boolean take(List<Message> messages, boolean busy) {
    try {
      boolean last = closed.isDone();
      Message first = last || busy ? queue.poll() : queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        messages.add(first);
        queue.drainTo(messages, last ? Integer.MAX_VALUE : MAX_PER_CYCLE - 1);
        messages.forEach(m -> deliveries.addAndGet(m instanceof Delivered ? -1 : 0));
      }
      return last;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a lane's thread", e);
    }
  }
}
