package io.rollbackworker.kafka.topics;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.lane.Journal;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Time;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes heads under the lanes' own transactional ids. */
final class HeadWriter {
  private static final Logger LOG = LoggerFactory.getLogger(HeadWriter.class);
  private static final int ATTEMPTS = 5;

  private final KafkaSettings settings;
  private final LedgerReader ledger;

  HeadWriter(Cluster cluster, KafkaSettings settings) {
    this.settings = settings;
    this.ledger = new LedgerReader(cluster, new ClientProperties(settings), settings.ledgerTopic());
  }

  LedgerReader.Restored read(int partition) throws ContractBroken {
    return ledger.read(partition);
  }

  /** The next head, from what the partition holds. */
  interface Rewrite {
    Head next(LedgerReader.Restored restored) throws ContractBroken;
  }

  /**
   * Fences first: after that no lane can write between the reading and the writing. A transaction
   * whose result is unknown is tried again: reading tells what it did.
   */
  Head rewrite(int partition, Rewrite rewrite) throws ContractBroken {
    for (int attempt = 1; ; attempt++) {
      try {
        return rewriteOnce(partition, rewrite);
      } catch (Journal.JournalFailed e) {
        if (attempt == ATTEMPTS) {
          throw new KafkaException("the head of partition " + partition + " was not written", e);
        }
        LOG.warn("writing the head of partition {} again: {}", partition, e.getMessage());
      }
    }
  }

  private Head rewriteOnce(int partition, Rewrite rewrite)
      throws ContractBroken, Journal.JournalFailed {
    try (LedgerSession session =
        new LedgerSession(
            settings,
            partition,
            CrashPoints.NONE,
            new CheckedTime(Time.system(), settings.clockSkew()))) {
      session.fence();
      Head head = rewrite.next(session.restore((position, end, slice) -> {}));
      session.write(List.of(new LedgerRecord.HeadWritten(head)));
      return head;
    }
  }
}
