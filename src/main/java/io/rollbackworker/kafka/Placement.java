package io.rollbackworker.kafka;

import io.rollbackworker.command.SnapshotId;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a snapshot belongs: what Java clients do by default with the canonical id as the key
 * (murmur2).
 */
public final class Placement {
  private Placement() {}

  /**
   * @param partitions N of the commands topic
   */
  public static int of(SnapshotId id, int partitions) {
    return Utils.toPositive(Utils.murmur2(Records.utf8(id.value()))) % partitions;
  }
}
