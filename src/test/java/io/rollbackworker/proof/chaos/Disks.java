package io.rollbackworker.proof.chaos;

import io.rollbackworker.dev.simulator.SeedWorld;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which snapshots the cloud has, and for what.
 *
 * @param everyday how many anybody may have rolled back
 */
record Disks(int everyday) {
  private static final int MASS = 40;
  private static final int FORBIDDEN = 20;

  int count() {
    return everyday + MASS + FORBIDDEN;
  }

  /** Those of the mass rollback, which is approved. */
  List<String> mass() {
    return snapshots(everyday + 1, MASS);
  }

  /** Nobody has approved of these. */
  List<String> forbidden() {
    return snapshots(everyday + MASS + 1, FORBIDDEN);
  }

  private static List<String> snapshots(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> SeedWorld.snapshotId("bulk-" + i))
        .toList();
  }
}
