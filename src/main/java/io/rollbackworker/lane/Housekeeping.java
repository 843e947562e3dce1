package io.rollbackworker.lane;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a lane does beside commands: forgets entries that no command can ask for any more, or for
 * which memory is too short, and writes the head from time to time. Not thread-safe: owned by the
 * lane's thread.
 */
final class Housekeeping {
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);

  /** More than a cycle can take in; bounds its transaction. */
  private static final int MAX_FORGOTTEN_PER_CYCLE = 1_000;

  /** Passed-over offsets become visible to lag tools only with a head. */
  private static final Duration HEAD_INTERVAL = Duration.ofSeconds(30);

  /**
   * A producer that is idle for a day loses its id (broker defaults: producer.id.expiration.ms 1
   * day, transactional.id.expiration.ms 7 days): a head is written although nothing has changed.
   */
  private static final Duration LONGEST_IDLE = Duration.ofHours(12);

  private final Time time;
  private final Memory memory;
  private final HeapBudget.Claim heap;
  private final LaneEvents events;
  private long lastExpiryNanos;
  private boolean moreExpired;
  private boolean forgetsForRoom;
  private long lastHeadNanos;
  private long lastHeadLow = -1;
  private Instant lastHeadAt = Instant.EPOCH;

  Housekeeping(Time time, Memory memory, HeapBudget.Claim heap, LaneEvents events) {
    this.time = time;
    this.memory = memory;
    this.heap = heap;
    this.events = events;
    this.lastExpiryNanos = time.nanos();
    this.lastHeadNanos = time.nanos();
  }

  /**
   * @param busy whether a procedure for the key runs: such an entry stays
   */
  void run(Cycle cycle, Slice slice, Predicate<SnapshotId> busy) {
    long now = time.nanos();
    if (moreExpired || now - lastExpiryNanos >= EXPIRY_INTERVAL.toNanos()) {
      lastExpiryNanos = now;
      forget(cycle, slice, busy);
    }
    forgetsForRoom = heap.mustForget() && forgetForRoom(cycle, slice, busy);
    if (now - lastHeadNanos >= HEAD_INTERVAL.toNanos()) {
      lastHeadNanos = now;
      long low = slice.head().orElseThrow().settled().low();
      boolean idleForLong = lastHeadAt.isBefore(time.now().minus(LONGEST_IDLE));
      // An outbox that is told is emptied, or a restart after long would look for what retention
      // took.
      if (low != lastHeadLow || idleForLong || !slice.outbox().isEmpty()) {
        lastHeadLow = low;
        lastHeadAt = time.now();
        cycle.touchHead();
      }
    }
  }

  private void forget(Cycle cycle, Slice slice, Predicate<SnapshotId> busy) {
    List<SnapshotId> expired =
        slice.expired(memory.keepSince(time.now()), MAX_FORGOTTEN_PER_CYCLE, busy);
    expired.forEach(cycle::expire);
    moreExpired = expired.size() == MAX_FORGOTTEN_PER_CYCLE;
  }

  private boolean forgetForRoom(Cycle cycle, Slice slice, Predicate<SnapshotId> busy) {
    List<SnapshotId> forgotten = slice.unrequested(MAX_FORGOTTEN_PER_CYCLE, busy);
    forgotten.forEach(cycle::expire);
    if (!forgotten.isEmpty()) {
      events.forgotten(forgotten.size());
    }
    return !forgotten.isEmpty();
  }

  /** Whether there is more to forget: the next cycle need not wait for messages. */
  boolean hasMore() {
    return moreExpired || forgetsForRoom;
  }
}
