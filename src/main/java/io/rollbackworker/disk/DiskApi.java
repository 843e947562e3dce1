package io.rollbackworker.disk;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The cloud, as the procedure needs it. Thread-safe; calls block the calling virtual thread. */
public interface DiskApi {
  /** Asks for a turn at the project's limits; returns at once. */
  Turn turn(ProjectId project, Turn.Kind kind, Priority priority);

  /**
   * Reads the snapshot, then its source volume, in a turn that was granted. Repeats what may be
   * repeated, within a bounded time.
   *
   * @param deadline nothing is repeated that could not be over by then
   */
  Reading look(ProjectId project, SnapshotId snapshot, Instant deadline)
      throws InterruptedException;

  /**
   * The same for who follows a rollback and can wait: it takes its turns by itself, behind who asks
   * for turns, at a pace that all who follow share, and reads many together where that is less work
   * for the cloud. Returns at once. Who wants it no more cancels it.
   */
  CompletableFuture<Reading> lookTogether(ProjectId project, SnapshotId snapshot);

  /**
   * Hands one rollback request to the network, if the permit allows it, and never a second one; in
   * a turn that was granted.
   *
   * <p>A request that could not be built or connected takes no effect and is reported as {@link
   * EffectResult.NotSent}.
   */
  EffectResult rollback(ProjectId project, SnapshotId snapshot, VolumeId volume, SendPermit permit)
      throws InterruptedException;

  /** Counts an accepted rollback among those that run at the cloud, until it is closed. */
  UnderWay follow(ProjectId project);

  /** A rollback that runs at the cloud. */
  interface UnderWay extends AutoCloseable {
    @Override
    void close();
  }
}
