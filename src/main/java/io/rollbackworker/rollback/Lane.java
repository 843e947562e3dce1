package io.rollbackworker.rollback;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.outcome.OutcomeError;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * One partition's single writer, as a procedure sees it. All methods may be called from any virtual
 * thread.
 */
public interface Lane {
  /**
   * Writes a change in the lane's next transaction; returns when it is committed, or refused.
   *
   * @throws SessionEnded when it is unknown whether the change was written
   */
  Change.Receipt propose(Change change) throws SessionEnded, InterruptedException;

  /**
   * A command must wait before it is looked at again. False: the lane has no room for it, and reads
   * it again by then; nothing more may be done with it now.
   *
   * @param why what stands in its way
   */
  boolean keeps(PlacedCommand placed, OutcomeError why, Duration pause)
      throws SessionEnded, InterruptedException;

  /**
   * Makes a permit that may be used until it expires or the deadline passes, and only by this
   * process.
   *
   * @throws SessionEnded when the lane gives no more permits
   */
  SendPermit permit(Instant deadline) throws SessionEnded;

  /** For how long its ledger remembers. */
  Memory memory();

  /**
   * By the broker's clock, when the ledger was read. What was stored before has waited since then,
   * whoever owned the lane.
   */
  Instant openedAt();

  /** The permit's call has ended and what it proves is written, or nothing is proven. */
  void concluded(SendPermit permit);

  /**
   * Burns the permit if this process holds it unused; true if it is burned then, or was before: its
   * request was certainly never sent.
   */
  boolean burnUnused(PermitId permitId);

  /**
   * Waits until something is done, or so long at most; returns whether it is done.
   *
   * @throws SessionEnded as soon as the session ends
   */
  boolean await(CompletableFuture<?> what, Duration atMost)
      throws SessionEnded, InterruptedException;

  /**
   * Lets time pass.
   *
   * @throws SessionEnded as soon as the session ends
   */
  void pause(Duration duration) throws SessionEnded, InterruptedException;
}
