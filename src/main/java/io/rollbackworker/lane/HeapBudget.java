package io.rollbackworker.lane;

import io.rollbackworker.ledger.Slice;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much heap the lanes of a worker may use together for what they remember and hold. From three
 * quarters on they forget what made no request, the oldest first; from seven eighths on no further
 * partition is opened; at its end nothing new is taken. Thread-safe.
 */
public final class HeapBudget {
  private final long bytes;
  private final Map<Integer, Claim> claims = new ConcurrentHashMap<>();

  /**
   * @param bytes an estimate is compared with it: leave the rest of the heap for all else
   */
  public HeapBudget(long bytes) {
    this.bytes = bytes;
  }

  /** What one lane uses; written by who restores it, then by its own thread. */
  public final class Claim {
    private final int partition;
    private volatile long used;
    private volatile long unrequested;
    private volatile int entries;

    private Claim(int partition) {
      this.partition = partition;
    }

    /**
     * @param heldBytes beside the ledger
     */
    public void use(Slice slice, long heldBytes) {
      entries = slice.size();
      unrequested = slice.unrequestedBytes();
      used = slice.bytes() + heldBytes;
    }

    /**
     * Whether the lane must forget what made no request: there is little left, and no lane has more
     * than twice as much of it; so what floods one partition is forgotten there.
     */
    public boolean mustForget() {
      return unrequested > 0
          && total() > bytes - bytes / 4
          && claims.values().stream().noneMatch(other -> other.unrequested / 2 > unrequested);
    }

    /** Whether the lane may take more commands. */
    boolean hasRoom() {
      return total() < bytes;
    }

    /** Whether a partition may be restored: those that are worked on keep room for what is new. */
    public boolean hasRoomToRestore() {
      return total() < bytes - bytes / 8;
    }

    /** Why there is no room, for people. */
    public String inWords() {
      return "the worker's memory is used up: its partitions hold %,d of %,d MiB (worker.heap-percent), this one %,d entries; give it more heap, or let more workers share the partitions"
          .formatted(total() >> 20, bytes >> 20, entries);
    }

    /** The lane has ended. */
    public void release() {
      claims.remove(partition, this);
    }
  }

  /** The partition's from now on, instead of an older session's. */
  public Claim claim(int partition) {
    Claim claim = new Claim(partition);
    claims.put(partition, claim);
    return claim;
  }

  private long total() {
    return claims.values().stream().mapToLong(claim -> claim.used).sum();
  }

  /** The share of it that is used now, about. */
  public double used() {
    return (double) total() / bytes;
  }
}
