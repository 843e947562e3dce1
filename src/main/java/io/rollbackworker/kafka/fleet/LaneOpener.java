package io.rollbackworker.kafka.fleet;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Offsets;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.ledger.Courier;
import io.rollbackworker.kafka.ledger.LaneClients;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.kafka.ledger.PartitionReader;
import io.rollbackworker.kafka.ledger.StartPosition;
import io.rollbackworker.kafka.ledger.TransactionalJournal;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.kafka.topics.TopicMonitor;
import io.rollbackworker.lane.HeapBudget;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.lane.Sorting;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Slice;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a lane's session: check, fence, restore, check the head, tell what its former owner left
 * untold. Thread-safe; runs beside the poll thread.
 */
public final class LaneOpener implements Opener {
  private static final Logger LOG = LoggerFactory.getLogger(LaneOpener.class);

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final KafkaSettings settings;
  private final Ports ports;
  private final StartPosition positions;
  private final LaneSetup setup;
  private final CommandDecoder decoder;
  private final String worker;

  /**
   * What it reaches the cluster through.
   *
   * @param topics looks at them
   * @param metered shows a client's metrics; what comes back ends that
   */
  public record Ports(
      TopicMonitor.Look topics,
      LaneClients clients,
      Offsets offsets,
      Courier courier,
      Function<Producer<?, ?>, Runnable> metered) {}

  public LaneOpener(
      KafkaSettings settings, Ports ports, LaneSetup setup, CommandDecoder decoder, String worker) {
    this.settings = settings;
    this.ports = ports;
    this.positions = new StartPosition(ports.offsets, settings);
    this.setup = setup;
    this.decoder = decoder;
    this.worker = worker;
  }

  @Override
  public Opened open(int partition, PartitionReader.Progress progress, BooleanSupplier cancelled)
      throws ContractBroken {
    HeapBudget.Claim heap = setup.heap().claim(partition);
    LedgerReader.Restoring restoring =
        (position, end, slice) -> {
          Opener.requireOurs(cancelled);
          progress.at(position, end);
          makeRoom(heap, slice);
        };
    try {
      return openOrAbandon(partition, restoring, cancelled);
    } catch (JournalFailed e) {
      throw new ContractBroken(String.valueOf(e.getMessage()));
    } finally {
      heap.release(); // The lane has its own by now.
    }
  }

  /**
   * What is forgotten here is still in the ledger: it is known again to an owner who has room for
   * it, until then it is as if it had never been.
   */
  private void makeRoom(HeapBudget.Claim heap, Slice slice) throws ContractBroken {
    heap.use(slice, 0);
    while (heap.mustForget()) {
      List<SnapshotId> forgotten = slice.unrequested(FORGOTTEN_AT_ONCE, id -> false);
      forgotten.forEach(id -> slice.replay(new LedgerRecord.EntryRemoved(id)));
      setup.events().forgotten(forgotten.size());
      heap.use(slice, 0);
    }
    if (!heap.hasRoomToRestore()) {
      throw new ContractBroken(heap.inWords());
    }
  }

  private Opened openOrAbandon(
      int partition, LedgerReader.Restoring restoring, BooleanSupplier cancelled)
      throws ContractBroken, JournalFailed {
    long startNanos = setup.time().nanos();
    TopicFacts facts = ports.topics.inspect();
    LedgerSession session =
        new LedgerSession(
            ports.clients, settings.ledgerTopic(), partition, setup.points(), setup.time());
    Runnable metrics = ports.metered.apply(session.producer());
    try {
      Opener.requireOurs(cancelled); // Fencing now would hit the rightful owner.
      session.fence();
      LedgerReader.Restored restored = session.restore(restoring);
      restoring.at(restored.end(), restored.end(), restored.slice());
      Head head = requireHead(restored, facts, partition);
      StartPosition.Found start =
          positions.of(partition, head.settled(), positions.committed(partition));
      setup.events().lostToRetention(start.lost());
      long position = start.offset();
      var sorting =
          new Sorting(
              settings.commandsTopic(),
              facts.commandsTopicId(),
              partition,
              id -> Placement.of(id, facts.partitions()),
              decoder,
              setup.procedures().policies(),
              setup.time(),
              worker);
      var journal =
          new TransactionalJournal(
              ports.offsets,
              settings,
              partition,
              session,
              restored.slice().outbox(),
              ports.courier,
              setup.points(),
              metrics);
      setup.points().reach(CrashPoint.RESTORED);
      var lane =
          new PartitionLane(
              partition, setup, sorting, journal, restored.slice(), session.openedAt());
      Duration took = Duration.ofNanos(setup.time().nanos() - startNanos);
      setup.events().restored(took);
      LOG.atInfo()
          .addKeyValue("partition", partition)
          .addKeyValue("entries", restored.slice().size())
          .addKeyValue("ledgerEnd", restored.end())
          .addKeyValue("position", position)
          .addKeyValue("tookMs", took.toMillis())
          .log("lane restored");
      return new Opened(lane, facts, position);
    } catch (Throwable e) {
      metrics.run();
      session.abandon();
      throw e;
    }
  }

  private Head requireHead(LedgerReader.Restored restored, TopicFacts facts, int partition)
      throws ContractBroken {
    Head head = restored.slice().head().orElse(null);
    if (head == null) {
      throw new ContractBroken(
          "Ledger partition "
              + partition
              + " has no head: the topic is new, was emptied, or is not a ledger. If it is new,"
              + " run: rollback-worker topics create; for topics that hold commands:"
              + " rollback-worker topics adopt --from end|earliest|TIME");
    }
    facts.requireFits(head, settings.group(), partition);
    return head;
  }
}
