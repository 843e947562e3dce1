package io.rollbackworker.kafka.fleet;

/** Hears how much of the fleet's work is this worker's; called by the poll thread. */
public interface Ownership {
  /**
   * @param ofAll partitions of the commands topic
   */
  void owns(int partitions, int ofAll);
}
