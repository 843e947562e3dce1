package io.rollbackworker.lane;

import java.util.List;

/**
 * Where a lane's decisions become durable. Used by the lane's thread, except for {@link #abandon}.
 */
public interface Journal {
  /**
   * Writes all of it in one transaction and returns when that is committed.
   *
   * @throws JournalFailed when it is unknown whether the transaction was committed; the journal is
   *     unusable then
   */
  void commit(List<Write> writes) throws JournalFailed;

  /** Ends it in order; nothing is under way. */
  void close();

  /** Ends it at once, from any thread; what is under way fails. */
  void abandon();

  /** The result is unknown; only a new session, which reads the ledger again, can tell. */
  final class JournalFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public JournalFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
