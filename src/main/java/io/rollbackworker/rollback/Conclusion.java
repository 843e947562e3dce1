package io.rollbackworker.rollback;

import io.rollbackworker.ledger.Entry;
import io.rollbackworker.outcome.OutcomeError;
import org.jspecify.annotations.Nullable;

/** What follows from the end of a rollback request's call. */
sealed interface Conclusion {
  /** The command has its first outcome. */
  record Told() implements Conclusion {}

  /**
   * The request was certainly not taken: the intent is taken back and the command may go on.
   *
   * @param now the entry without it
   * @param why what to tell if the deadline comes first; null: what stood in the way before
   */
  record TakenBack(Entry now, @Nullable OutcomeError why) implements Conclusion {}
}
