package io.rollbackworker.kafka.fleet;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.ledger.PartitionReader;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.lane.PartitionLane;
import java.util.function.BooleanSupplier;

/** Opens lanes' sessions, beside the poll thread. Thread-safe. */
public interface Opener {
  /**
   * A lane that is ready but not started.
   *
   * @param position where to read commands from
   */
  record Opened(PartitionLane lane, TopicFacts facts, long position) {}

  /** Before each step that would hit a rightful owner, or be in vain. */
  static void requireOurs(BooleanSupplier cancelled) throws ContractBroken {
    if (cancelled.getAsBoolean()) {
      throw new ContractBroken("The opening was cancelled: the partition is no longer ours.");
    }
  }

  /**
   * @param progress told how far the restore has come
   * @param cancelled whether the partition has been taken away meanwhile
   * @throws ContractBroken when the partition may not be worked on (P6)
   */
  Opened open(int partition, PartitionReader.Progress progress, BooleanSupplier cancelled)
      throws ContractBroken;
}
