package io.rollbackworker.lane;

import io.rollbackworker.ledger.Posting;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.rollback.PlacedCommand;

/** What a delivery turned out to be. */
sealed interface Arrival {
  /** A command for this partition. */
  record Placed(PlacedCommand command) implements Arrival {}

  /**
   * Its snapshot's entry was written by a newer program version, which alone knows the answer: the
   * record stays unsettled, so that a newer owner of the partition finds it again.
   */
  record OfNewerVersion() implements Arrival {}

  /** Its answer is known at once; nothing more is to be done than to write it. */
  sealed interface Immediate extends Arrival {}

  /** Readable, but on a wrong partition. */
  record Misplaced(Posting forward) implements Immediate {}

  /** Readable, but nothing that this lane may work on. */
  record Rejected(Outcome outcome) implements Immediate {}

  /** Not a command. */
  record Unreadable(Outcome outcome, Posting deadLetter) implements Immediate {}
}
