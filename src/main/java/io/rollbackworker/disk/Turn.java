package io.rollbackworker.disk;

import io.rollbackworker.outcome.OutcomeError;
import java.util.concurrent.CompletableFuture;

/**
 * A caller's turn at the limits of a project: asked for, then granted, then given back.
 * Thread-safe.
 */
public interface Turn extends AutoCloseable {
  /** What the turn is for. */
  enum Kind {
    /** Reading snapshot and volume once. */
    LOOK,
    /**
     * The same for a command that was looked at before and must wait: at the limits of looks, of
     * which it gets a fifth, and what looks leave of the rest.
     */
    POLL,
    /** One rollback request. */
    ROLLBACK
  }

  /** Done when it is granted. */
  CompletableFuture<Void> granted();

  /** What stands in the way now; for the case that the deadline comes first. */
  OutcomeError hindrance();

  /**
   * A look that was granted is over, and the request that it allows may follow at once: its place
   * becomes the request's. False: the limits do not allow that now, or others stand before it; the
   * look's place is given back, and the request needs a turn of its own.
   */
  boolean becomesRollback();

  /** Before its request, what that rests on is read once more, in its place: counts as a look. */
  void countLook();

  /** The request has ended; its place is free, but its rollback counts until this is closed. */
  void callEnded();

  /** Gives it back, or takes the question back. */
  @Override
  void close();
}
