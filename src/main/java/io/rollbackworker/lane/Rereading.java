package io.rollbackworker.lane;

import java.util.List;

/** Reads commands again for which a lane had no room when they came. Thread-safe. */
public interface Rereading {
  /**
   * What lies at these offsets, all of it; waits as long as the broker is slow.
   *
   * @param offsets sorted, of records that were delivered before
   * @throws RuntimeException when it cannot be read, or is not there any more: the session ends,
   *     and the next reads from its head
   */
  List<Delivery> read(int partition, List<Long> offsets);
}
