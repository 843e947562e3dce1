package io.rollbackworker.kafka.fleet;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.kafka.ledger.StartPosition;
import io.rollbackworker.kafka.ledger.TransactionalJournal;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.kafka.topics.TopicInspector;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.lane.Sorting;
import io.rollbackworker.ledger.Head;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a lane's session: check, fence, restore, check the head. In this order: after fencing
 * nobody else can write the slice, so what is read then is all there will be. Thread-safe; runs
 * beside the poll thread.
 */
final class LaneOpener implements Opener {
  private static final Logger LOG = LoggerFactory.getLogger(LaneOpener.class);

  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final TopicInspector inspector;
  private final LedgerReader ledger;
  private final StartPosition positions;
  private final LaneSetup setup;
  private final CommandDecoder decoder;
  private final ClientMeters clientMeters;
  private final String worker;

  LaneOpener(
      KafkaSettings settings,
      Cluster cluster,
      TopicInspector inspector,
      LaneSetup setup,
      CommandDecoder decoder,
      ClientMeters clientMeters,
      String worker) {
    this.settings = settings;
    this.properties = new ClientProperties(settings);
    this.inspector = inspector;
    this.ledger = new LedgerReader(cluster, properties, settings.ledgerTopic());
    this.positions = new StartPosition(cluster, settings);
    this.setup = setup;
    this.decoder = decoder;
    this.clientMeters = clientMeters;
    this.worker = worker;
  }

  @Override
  public Opened open(int partition, LedgerReader.Progress progress, BooleanSupplier cancelled)
      throws ContractBroken {
    long startNanos = setup.time().nanos();
    TopicFacts facts = inspector.inspect();
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties.lane(partition));
    try {
      if (cancelled.getAsBoolean()) { // Fencing now would hit the rightful owner.
        throw new ContractBroken("The opening was cancelled: the partition is no longer ours.");
      }
      producer.initTransactions();
      setup.points().reach(CrashPoint.FENCED);
      LedgerReader.Restored restored = ledger.read(partition, progress, cancelled);
      Head head = requireHead(restored, facts, partition);
      StartPosition.Found start =
          positions.of(partition, head.settled().low(), positions.committed(partition));
      clientMeters.worker().lostToRetention(start.lost());
      long position = start.offset();
      var sorting =
          new Sorting(
              facts.commandsTopicId(),
              partition,
              id -> Placement.of(id, facts.partitions()),
              decoder,
              setup.time(),
              worker);
      setup.points().reach(CrashPoint.RESTORED);
      var journal =
          new TransactionalJournal(
              partition,
              settings,
              producer,
              setup.points(),
              restored.end(),
              clientMeters.of(producer)::close);
      var lane = new PartitionLane(partition, setup, sorting, journal, restored.slice());
      Duration took = Duration.ofNanos(setup.time().nanos() - startNanos);
      clientMeters.worker().restored(took);
      LOG.atInfo()
          .addKeyValue("partition", partition)
          .addKeyValue("entries", restored.slice().size())
          .addKeyValue("ledgerEnd", restored.end())
          .addKeyValue("position", position)
          .addKeyValue("tookMs", took.toMillis())
          .log("lane restored");
      return new Opened(lane, facts, position);
    } catch (Throwable e) {
      producer.close(Duration.ZERO);
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
