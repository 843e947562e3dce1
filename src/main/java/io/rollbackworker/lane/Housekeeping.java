package io.rollbackworker.lane;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a lane does beside commands: forgets entries that no command can ask for any more, and
 * writes the head from time to time. Not thread-safe: owned by the lane's thread.
 */
final class Housekeeping {
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);
  private static final int MAX_EXPIRED_PER_CYCLE = 500;

  /** Passed-over offsets become visible to lag tools only with a head. */
  private static final Duration HEAD_INTERVAL = Duration.ofSeconds(30);

  /**
   * A producer that is idle for a day loses its id (broker defaults: producer.id.expiration.ms 1
   * day, transactional.id.expiration.ms 7 days): a head is written although nothing has changed.
   */
  private static final Duration LONGEST_IDLE = Duration.ofHours(12);

  private final Time time;
  private final Memory memory;
  private long lastExpiryNanos;
  private long lastHeadNanos;
  private long lastHeadLow = -1;
  private Instant lastHeadAt = Instant.EPOCH;

  Housekeeping(Time time, Memory memory) {
    this.time = time;
    this.memory = memory;
    this.lastExpiryNanos = time.nanos();
    this.lastHeadNanos = time.nanos();
  }

  /**
   * @param busy whether a procedure for the key runs: such an entry stays
   */
  void run(Cycle cycle, Slice slice, Predicate<SnapshotId> busy) {
    long now = time.nanos();
    if (now - lastExpiryNanos >= EXPIRY_INTERVAL.toNanos()) {
      lastExpiryNanos = now;
      expired(slice, busy).forEach(cycle::expire);
    }
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

  private List<SnapshotId> expired(Slice slice, Predicate<SnapshotId> busy) {
    Instant keepSince = memory.keepSince(time.now());
    List<SnapshotId> expired = new ArrayList<>();
    slice.forEach(
        (id, entry) -> {
          if (expired.size() < MAX_EXPIRED_PER_CYCLE
              && entry.runs().stream().allMatch(run -> run.state().isForgettable(keepSince))
              && !busy.test(id)) {
            expired.add(id);
          }
        });
    return expired;
  }
}
