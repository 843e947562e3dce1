package io.rollbackworker.lane;

import io.rollbackworker.ledger.Settled;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered and may be worked on: at most {@value #MAX_OPEN} commands and {@value
 * #MAX_OPEN_BYTES} bytes of them at once, within {@value Settled#MAX_SPAN} offsets. The rest waits
 * here, and the poll thread pauses the partition while anything waits. Not thread-safe: owned by
 * the lane's thread.
 */
final class Backlog {
  static final int MAX_OPEN = 1_000;
  static final int MAX_OPEN_BYTES = 16 << 20;
  private static final int MAX_CYCLE_BYTES = 2 << 20;
  private static final int RECORD_OVERHEAD_BYTES = 2 << 10;

  private final Settled settled;
  private final NavigableMap<Long, Open> opened = new TreeMap<>();
  private final Queue<Step> waiting = new ArrayDeque<>();
  private long position;
  private long bytes;
  private long cycleBytes;

  /** A record, or (without one) the knowledge that there is none before this offset. */
  private record Step(long offset, Optional<Delivery> delivery) {}

  /** A command that is worked on. */
  private record Open(int bytes, Instant storedAt) {}

  /**
   * Starts at the lowest offset that is not settled; what is missing from there on was removed by
   * retention.
   */
  Backlog(Settled settled) {
    this.settled = settled;
    this.position = settled.low();
  }

  /**
   * @param next the offset that will be read after these
   */
  void deliver(List<Delivery> deliveries, long next) {
    deliveries.forEach(d -> waiting.add(new Step(d.offset(), Optional.of(d))));
    waiting.add(new Step(next, Optional.empty()));
  }

  /**
   * The next delivery to work on, if the limits allow one. Offsets that were passed over hold no
   * record (transaction markers, aborted records) and count as settled.
   */
  Optional<Delivery> next() {
    while (hasMore() && cycleBytes < MAX_CYCLE_BYTES) {
      Step step = waiting.remove();
      settled.addRange(position, step.offset);
      position = Math.max(position, step.offset);
      if (step.delivery.isPresent()) {
        position = step.offset + 1;
        if (!settled.contains(step.offset)) {
          int size = step.delivery.get().sizeBytes();
          opened.put(step.offset, new Open(size, step.delivery.get().timestamp()));
          cycleBytes += size + RECORD_OVERHEAD_BYTES;
          bytes += size;
          return step.delivery;
        }
      }
    }
    return Optional.empty();
  }

  /** A new cycle may admit anew; what one admits is bounded, and with it its transaction. */
  void beginCycle() {
    cycleBytes = 0;
  }

  /** Whether something waits for which there is room. */
  boolean hasMore() {
    return !waiting.isEmpty() && hasRoomFor(waiting.element());
  }

  private boolean hasRoomFor(Step step) {
    boolean inSpan = position <= settled.low() || step.offset - settled.low() < Settled.MAX_SPAN;
    return inSpan && opened.size() < MAX_OPEN && (bytes < MAX_OPEN_BYTES || opened.isEmpty());
  }

  /**
   * An offset too far above the lowest open one stays open (an intent that was found far ahead,
   * after the heads were set back): when it is read, its command is known by the entry.
   */
  void settle(long offset) {
    if (offset - settled.low() < Settled.MAX_SPAN) {
      settled.add(offset);
    }
    Open ended = opened.remove(offset);
    bytes -= ended == null ? 0 : ended.bytes();
  }

  boolean isSettled(long offset) {
    return settled.contains(offset);
  }

  boolean isFull() {
    return !waiting.isEmpty();
  }

  int open() {
    return opened.size();
  }

  /** When the first of the open ones was stored; null: none is open. */
  @Nullable Instant oldestOpen() {
    return opened.isEmpty() ? null : opened.firstEntry().getValue().storedAt();
  }
}
