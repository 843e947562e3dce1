package io.rollbackworker.lane;

import java.util.HashMap;
import java.util.Map;

/**
 * Places that are shared so that whoever takes many leaves some for the others: a share may take
 * one more while it has less than its weight times what is free (dynamic thresholds, Choudhury and
 * Hahne 1998). So one alone takes at most two thirds, or four fifths with what is urgent, and
 * nobody must know how many there are. Not thread-safe: owned by the lane's thread.
 */
final class Room {
  private final int places;
  private final long bytes;
  private final Map<Share, Taken> shares = new HashMap<>();
  private final Taken all = new Taken();

  private static final class Taken {
    private int places;
    private long bytes;

    void add(int more, long moreBytes) {
      places += more;
      bytes += moreBytes;
    }
  }

  Room(int places, long bytes) {
    this.places = places;
    this.bytes = bytes;
  }

  boolean hasFor(Asked asked) {
    Taken own = shares.getOrDefault(asked.share(), new Taken());
    int weight =
        switch (asked.priority()) {
          case URGENT -> 4;
          case NORMAL -> 2;
          case LOW -> 1;
        };
    return own.places < weight * (places - all.places) && own.bytes < weight * (bytes - all.bytes);
  }

  int taken() {
    return all.places;
  }

  long takenBytes() {
    return all.bytes;
  }

  /** Also where there is none. */
  void take(Asked asked) {
    all.add(1, asked.bytes());
    shares.computeIfAbsent(asked.share(), s -> new Taken()).add(1, asked.bytes());
  }

  void give(Asked asked) {
    all.add(-1, -asked.bytes());
    shares.computeIfPresent(
        asked.share(),
        (share, taken) -> {
          taken.add(-1, -asked.bytes());
          return taken.places == 0 ? null : taken;
        });
  }
}
