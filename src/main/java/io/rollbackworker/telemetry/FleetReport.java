package io.rollbackworker.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole fleet, as any of its workers can see it; a part of {@code /status.json}.
 *
 * @param trouble why the cluster could not be asked; null: it was
 */
public record FleetReport(
    List<Member> members, List<Partition> partitions, @Nullable String trouble) {

  public record Member(String name, String host, List<Integer> partitions) {}

  /**
   * One partition of the commands topic.
   *
   * @param settledBelow every command below this offset has its answer; -1: not known
   * @param end where the next command will lie
   */
  public record Partition(int partition, long settledBelow, long end) {}
}
