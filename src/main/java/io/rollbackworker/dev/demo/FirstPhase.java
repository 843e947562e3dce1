package io.rollbackworker.dev.demo;

import io.rollbackworker.dev.simulator.Faults;
import io.rollbackworker.dev.simulator.World;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Everything that needs no earlier answer. */
final class FirstPhase {
  private FirstPhase() {}

  /**
   * @param partitions of the commands topic
   */
  static List<Scenario> scenarios(World world, Faults faults, int partitions, Instant now) {
    return Stream.of(
            new AcceptedCommands(world, faults, now),
            new RefusedByState(world, faults, now),
            new CloudTroubles(world, faults, now),
            new OddRecords(world, faults, now, partitions))
        .flatMap(script -> script.scenarios().stream())
        .toList();
  }
}
