package io.rollbackworker.rollback;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;

/** The cloud, as the procedure needs it. Thread-safe; calls block the calling virtual thread. */
public interface DiskApi {
  /**
   * Reads the snapshot, then its source volume. Repeats what may be repeated, within a bounded
   * time.
   */
  Reading observe(ProjectId project, SnapshotId snapshot) throws InterruptedException;

  /**
   * Hands one rollback request to the network, if the permit allows it, and never a second one.
   *
   * <p>A request that could not be built or connected takes no effect and is reported as {@link
   * EffectResult.NotSent}.
   */
  EffectResult rollback(ProjectId project, SnapshotId snapshot, VolumeId volume, SendPermit permit)
      throws InterruptedException;

  /** Waits for one of the limited places for calls. */
  CallSlot enter() throws InterruptedException;

  /** A place for calls; to be given back. */
  interface CallSlot extends AutoCloseable {
    @Override
    void close();
  }
}
