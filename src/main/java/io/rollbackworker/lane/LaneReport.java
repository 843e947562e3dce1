package io.rollbackworker.lane;

import io.rollbackworker.ledger.Slice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a lane stood after its last cycle.
 *
 * @param settledBelow the low end of the last head that is known to be committed
 * @param full deliveries wait for room; the partition should be paused
 * @param fullBecause why it is not read further and will not be soon; empty: it is
 * @param open commands that were read and have no first outcome yet
 * @param parked of these, those that are remembered by their offset alone
 * @param oldestOpen when the first of them was stored; null: none is open
 * @param entries of its slice of the ledger
 * @param heldForNewer commands that only a worker of a newer version can answer
 */
public record LaneReport(
    long settledBelow,
    boolean full,
    String fullBecause,
    int open,
    int parked,
    @Nullable Instant oldestOpen,
    int entries,
    int heldForNewer) {

  static LaneReport of(
      long settledBelow, Backlog backlog, Places places, Slice slice, int heldForNewer) {
    return new LaneReport(
        settledBelow,
        backlog.isFull(),
        backlog.fullBecause(),
        places.open(),
        places.parked(),
        places.oldest(),
        slice.size(),
        heldForNewer);
  }
}
