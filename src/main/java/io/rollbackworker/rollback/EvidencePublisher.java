package io.rollbackworker.rollback;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.PermitKey.Signature;

/** Puts evidence where the snapshot's owner, whoever it is by then, hears it. Thread-safe. */
public interface EvidencePublisher {
  /** Does not wait; it is tried until the process ends, for nobody else knows it. */
  void publish(Evidence evidence, Signature signature);
}
