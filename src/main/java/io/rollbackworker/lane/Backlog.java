package io.rollbackworker.lane;

import io.rollbackworker.ledger.Settled;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * What was delivered, in its order, and which offsets are settled. What cannot be taken yet, for it
 * lies more than {@value Settled#MAX_SPAN} offsets above the lowest open one, or might have to be
 * parked where no place is left, or would need memory that is used up, waits here, and the poll
 * thread pauses the partition while anything waits. Not thread-safe: owned by the lane's thread.
 */
final class Backlog {
  private static final int MAX_CYCLE_BYTES = 2 << 20;
  private static final int RECORD_OVERHEAD_BYTES = 2 << 10;

  private final Settled settled;
  private final Places places;
  private final HeapBudget.Claim heap;
  private final Queue<Step> waiting = new ArrayDeque<>();
  private long position;
  private long cycleBytes;
  private long waitingBytes;

  /** A record, or (without one) the knowledge that there is none before this offset. */
  private record Step(long offset, Optional<Delivery> delivery) {}

  /**
   * Starts at the lowest offset that is not settled; what is missing from there on was removed by
   * retention.
   */
  Backlog(Settled settled, Places places, HeapBudget.Claim heap) {
    this.settled = settled;
    this.places = places;
    this.heap = heap;
    this.position = settled.low();
  }

  /**
   * @param next the offset that will be read after these
   */
  void deliver(List<Delivery> deliveries, long next) {
    for (Delivery delivery : deliveries) {
      waiting.add(new Step(delivery.offset(), Optional.of(delivery)));
      waitingBytes += bytes(delivery);
    }
    waiting.add(new Step(next, Optional.empty()));
  }

  /**
   * The next delivery to look into, if the limits allow one. Offsets that were passed over hold no
   * record (transaction markers, aborted records) and count as settled.
   */
  Optional<Delivery> next() {
    while (hasMore() && cycleBytes < MAX_CYCLE_BYTES) {
      Step step = waiting.remove();
      settled.addRange(position, step.offset);
      position = Math.max(position, step.offset);
      if (step.delivery.isPresent()) {
        position = step.offset + 1;
        waitingBytes -= bytes(step.delivery.get());
        if (!settled.contains(step.offset)) {
          cycleBytes += bytes(step.delivery.get());
          return step.delivery;
        }
      }
    }
    return Optional.empty();
  }

  private static int bytes(Delivery delivery) {
    return delivery.sizeBytes() + RECORD_OVERHEAD_BYTES;
  }

  /** A new cycle may admit anew; what one admits is bounded, and with it its transaction. */
  void beginCycle() {
    cycleBytes = 0;
  }

  /** Whether something waits that may be taken. */
  boolean hasMore() {
    return !waiting.isEmpty() && inSpan(waiting.element()) && places.canPark() && heap.hasRoom();
  }

  private boolean inSpan(Step step) {
    return position <= settled.low() || step.offset - settled.low() < Settled.MAX_SPAN;
  }

  /**
   * An offset too far above the lowest open one stays open (an intent that was found far ahead,
   * after the heads were set back): when it is read, its command is known by the entry.
   */
  void settle(long offset) {
    if (offset - settled.low() < Settled.MAX_SPAN) {
      settled.add(offset);
    }
    places.leave(offset);
  }

  boolean isSettled(long offset) {
    return settled.contains(offset);
  }

  /** Why the partition is not read further, for people; empty: it is. */
  String fullBecause() {
    if (waiting.isEmpty()) {
      return "";
    }
    if (!heap.hasRoom()) {
      return heap.inWords();
    }
    if (places.isFull()) {
      return "%d commands are parked (worker.parked-commands); most of them: %s"
          .formatted(places.parked(), places.most());
    }
    return inSpan(waiting.element())
        ? ""
        : "the command at offset %d is open, and %d offsets above it were read; most of what is parked: %s"
            .formatted(settled.low(), Settled.MAX_SPAN, places.most());
  }

  boolean isFull() {
    return !waiting.isEmpty();
  }

  /** Of heap, about: of what waits here, and what it let in. */
  long heldBytes() {
    return waitingBytes + places.heldBytes();
  }
}
