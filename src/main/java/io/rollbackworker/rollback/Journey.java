package io.rollbackworker.rollback;

import io.rollbackworker.outcome.OutcomeError;

/** One command's way, from its turn to its first outcome. Used by one thread. */
public interface Journey extends AutoCloseable {
  /** Where on its way a command is; see {@link RollbackProcedure}. */
  enum Phase {
    /** Is there an answer already? */
    LEDGER,
    /** Does the cloud's state allow it? */
    PRECONDITIONS,
    /** Snapshot or volume is busy, or the cloud cannot be asked; it looks again. */
    WAITING,
    /** It waits for its turn at the limits. */
    TURN,
    /** The intent is being committed. */
    INTENT,
    /** The request is under way. */
    REQUEST,
    /** The outcome is being told, or found out where the answer was lost. */
    OUTCOME
  }

  void at(Phase phase);

  /** What stands in its way in this phase. */
  void held(OutcomeError why);

  @Override
  void close();

  /** A way that nobody follows. */
  final class Unseen implements Journey {
    @Override
    public void at(Phase phase) {}

    @Override
    public void held(OutcomeError why) {}

    @Override
    public void close() {}
  }
}
