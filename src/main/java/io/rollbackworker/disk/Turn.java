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

  /** The request has ended; its place is free, but its rollback counts until this is closed. */
  void callEnded();

  /** Gives it back, or takes the question back. */
  @Override
  void close();
}
