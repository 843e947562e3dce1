package io.rollbackworker.lane;

import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane's decisions become durable, and from where they are told. Used by the lane's thread,
 * except for {@link #abandon}.
 */
public interface Journal {
  /**
   * Writes all of it in one transaction of the ledger, and returns when a reader of what is
   * committed has been handed it: from then on nobody can take it back. What an acknowledgement
   * alone says can be taken back.
   *
   * @throws JournalFailed when it is unknown whether it was decided; the journal is unusable then
   */
  void decide(List<LedgerRecord> records) throws JournalFailed;

  /** Where in the outcomes partition the next outcomes will lie, or before that. */
  long outcomesEnd();

  /**
   * Tells what was decided, and returns when readers are handed it. Nothing may be decided before.
   *
   * @throws JournalFailed when it is unknown what was told; the next session finds it out
   */
  void tell(Outbox outbox) throws JournalFailed;

  /** Ends it in order; nothing is under way. */
  void close();

  /** Ends it at once, from any thread; what is under way fails. */
  void abandon();

  /** The result is unknown; only a new session, which reads the ledger again, can tell. */
  final class JournalFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public JournalFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
