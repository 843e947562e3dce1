package io.rollbackworker.rollback;

import io.rollbackworker.command.Evidence;

/**
 * Puts evidence on the commands topic, where the snapshot's owner, whoever it is by then, reads it.
 * Thread-safe.
 */
public interface EvidencePublisher {
  /**
   * Tries within a bounded time; a failure is logged, for the next owner reconciles without
   * evidence too.
   */
  void publish(Evidence evidence);
}
