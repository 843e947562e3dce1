package io.rollbackworker.ledger;

import io.rollbackworker.command.PermitId;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to hand one rollback request to the network, as it stands in the ledger.
 *
 * @param sendNotAfter wall clock of the process that holds it
 * @param life from its making until nobody may send under it; a successor, whose clock may differ,
 *     waits this long on a clock of its own
 */
public record Permit(PermitId id, Instant sendNotAfter, Duration life) {
  /** It was made then or later: a deadline may have shortened it. */
  public Instant madeAfter() {
    return sendNotAfter.minus(life);
  }
}
