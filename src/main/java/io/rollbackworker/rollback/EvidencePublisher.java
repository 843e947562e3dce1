package io.rollbackworker.rollback;

import io.rollbackworker.command.Evidence;

/**
 * Puts evidence on the commands topic, where the snapshot's owner, whoever it is by then, reads it.
 * Thread-safe.
 */
public interface EvidencePublisher {
  /** Does not wait; it is tried until the process ends, for nobody else knows it. */
  void publish(Evidence evidence);
}
