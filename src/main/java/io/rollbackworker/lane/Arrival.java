package io.rollbackworker.lane;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.Origin;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.rollback.Received;

/** What a delivery turned out to be. */
sealed interface Arrival {
  /** A command for this partition. */
  record Asked(Received received) implements Arrival {}

  /** Evidence for this partition. */
  record Testimony(Evidence evidence, Origin record) implements Arrival {}

  /** Readable, but on a wrong partition. */
  record Misplaced(Write.Forward forward) implements Arrival {}

  /** Misplaced although it was forwarded before. */
  record Misrouted(Outcome outcome) implements Arrival {}

  /** Not a command. */
  record Unreadable(Outcome outcome, Write.ToDeadLetters deadLetter) implements Arrival {}
}
