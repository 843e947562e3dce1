package io.rollbackworker.rollback;

import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.precondition.Observation;
import java.util.Optional;

/** The request of one command: once, in a place, and looked beside while it gets no answer. */
record Sending(Context context, Lane lane, Gate gate) {

  /**
   * A request that is over.
   *
   * @param seen that its snapshot was being rolled back meanwhile; empty: nobody looked, or no
   */
  record Sent(EffectResult result, Optional<Observation> seen) {}

  /** Who has no place while the permit is good sends nothing. */
  Sent send(Turn turn, Intended intended) throws InterruptedException {
    SendPermit permit = intended.permit();
    if (!gate.awaitPlace(turn, permit)) {
      permit.burn();
      return new Sent(new EffectResult.PermitGone(), Optional.empty());
    }
    Run run = intended.run().run();
    try (SideLooks beside = SideLooks.beside(context, lane, run)) {
      EffectResult result =
          context.cloud().rollback(run.projectId(), run.snapshotId(), intended.volume(), permit);
      return new Sent(result, beside.rollingBack());
    }
  }
}
