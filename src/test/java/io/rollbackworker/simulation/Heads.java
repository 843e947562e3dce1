package io.rollbackworker.simulation;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.util.List;

/** Writes the first heads, as {@code topics create} does. */
final class Heads {
  private Heads() {}

  static void write(SimBroker broker) {
    Network network = new Network(broker.stage, Stage.Host.NOBODY);
    for (int p = 0; p < Script.PARTITIONS; p++) {
      LedgerSession session =
          new LedgerSession(
              new SimPorts.Clients(broker, network),
              Simulation.KAFKA.ledgerTopic(),
              p,
              CrashPoints.NONE,
              Samples.checked(new SimPorts.Clocks(broker.stage, () -> Duration.ZERO)));
      try {
        session.fence();
        var _ = session.restore((at, end, slice) -> {});
        Head head =
            Samples.head(Script.PARTITIONS, Simulation.KAFKA.group(), 0)
                .withMemory(Simulation.RULES.memory());
        session.write(List.of(new LedgerRecord.HeadWritten(head)));
        session.close();
      } catch (ContractBroken | JournalFailed e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
