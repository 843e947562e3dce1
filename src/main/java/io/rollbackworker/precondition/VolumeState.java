package io.rollbackworker.precondition;

/** What a volume's status means for a rollback, whatever the cloud calls it. */
public enum VolumeState {
  AVAILABLE,
  /** A rollback failed; the cloud takes another one. */
  ROLLBACK_FAILED,
  /** An error in which a failed rollback, too, leaves it; somebody must repair it first. */
  FAILED,
  ATTACHED,
  /** A rollback goes on, to whichever snapshot. */
  ROLLING_BACK,
  /** Something else goes on that ends by itself; or a status that nobody knows. */
  BUSY,
  /** It does not return from there by itself, or would then hold other data. */
  UNUSABLE
}
