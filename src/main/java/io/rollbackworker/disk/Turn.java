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

  /** Done when it is granted: a look may call then, a request when it has its {@link #place}. */
  CompletableFuture<Void> granted();

  /** What stands in the way now; for the case that the deadline comes first. */
  OutcomeError hindrance();

  /**
   * A look that was granted is over, its place is given back, and the turn becomes the request's.
   * False: the limits do not allow that now, or others stand before it; the request needs a turn of
   * its own.
   */
  boolean becomesRollback();

  /**
   * Asks for the place of one call in a request's turn, which goes before all that were granted no
   * turn yet; done when it is held.
   */
  CompletableFuture<Void> place();

  /** Gives the place back, or takes the question back, for the time until the next call. */
  void leavePlace();

  /** Before its request, what that rests on is read once more: counts as a look. */
  void countLook();

  /** The request has ended, and its place is free; its rollback counts until this is closed. */
  void callEnded();

  /** Gives it back, or takes the question back. */
  @Override
  void close();
}
