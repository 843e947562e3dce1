package io.rollbackworker.command;

/** A snapshot's UUID in canonical lower case: the key of idempotency. */
public record SnapshotId(String value) {
  public SnapshotId {
    Uuids.requireCanonical("snapshot_id", value);
  }

  /** Accepts either case. */
  public static SnapshotId parse(String text) {
    return new SnapshotId(Uuids.canonical("snapshot_id", text));
  }

  @Override
  public String toString() {
    return value;
  }
}
