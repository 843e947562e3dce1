package io.rollbackworker.precondition;

/** What a snapshot's status means for a rollback, whatever the cloud calls it. */
public enum SnapshotState {
  AVAILABLE,
  /** Its data is being written back: the only state that proves a rollback of it. */
  ROLLING_BACK,
  /** Something else goes on that ends by itself; or a status that nobody knows. */
  BUSY,
  /** It does not return from there by itself. */
  UNUSABLE
}
