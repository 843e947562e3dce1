package io.rollbackworker.kafka;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.lane.Reception;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.rollback.CrashPoint;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a lane's session: check, fence, restore, check the head. In this order: after fencing
 * nobody else can write the slice, so what is read then is all there will be. Thread-safe; runs
 * beside the poll thread.
 */
final class LaneOpener {
  private static final Logger LOG = LoggerFactory.getLogger(LaneOpener.class);

  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final Admin admin;
  private final TopicInspector inspector;
  private final LedgerReader ledger;
  private final LaneSetup setup;
  private final CommandDecoder decoder;
  private final ClientMeters clientMeters;
  private final String worker;

  LaneOpener(
      KafkaSettings settings,
      Admin admin,
      TopicInspector inspector,
      LaneSetup setup,
      CommandDecoder decoder,
      ClientMeters clientMeters,
      String worker) {
    this.settings = settings;
    this.properties = new ClientProperties(settings);
    this.admin = admin;
    this.inspector = inspector;
    this.ledger = new LedgerReader(admin, properties, settings.ledgerTopic());
    this.setup = setup;
    this.decoder = decoder;
    this.clientMeters = clientMeters;
    this.worker = worker;
  }

  /**
   * A lane that is ready but not started.
   *
   * @param position where to read commands from
   */
  record Opened(PartitionLane lane, TopicFacts facts, long position) {}

  /**
   * @param progress told how far the restore has come
   * @param cancelled whether the partition has been taken away meanwhile
   * @throws ContractBroken when the partition may not be worked on (P6)
   */
  Opened open(int partition, LedgerReader.Progress progress, BooleanSupplier cancelled)
      throws ContractBroken {
    long start = setup.time().nanos();
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
      long position = position(partition, head);
      var reception =
          new Reception(
              facts.commandsTopicId(),
              partition,
              id -> Placement.of(id, facts.partitions()),
              decoder,
              setup.time(),
              worker);
      setup.points().reach(CrashPoint.RESTORED);
      var journal =
          new MeasuredJournal(
              new TransactionalJournal(
                  partition, settings, producer, setup.points(), restored.end()),
              clientMeters.of(producer));
      var lane = new PartitionLane(partition, setup, reception, journal, restored.slice());
      Duration took = Duration.ofNanos(setup.time().nanos() - start);
      setup.meters().restored(took);
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

  private long position(int partition, Head head) throws ContractBroken {
    TopicPartition commands = new TopicPartition(settings.commandsTopic(), partition);
    long low = head.settled().low();
    long end = LedgerReader.endOffset(admin, commands);
    if (low > end) {
      throw new ContractBroken(
          "The head of partition "
              + partition
              + " has settled offsets up to "
              + low
              + ", but the commands partition ends at "
              + end
              + ": commands were lost or the topic was recreated. Say from where commands count:"
              + " rollback-worker topics adopt --from end|earliest|TIME");
    }
    long committed = groupOffset(commands);
    if (committed > low) {
      throw new ContractBroken(
          "Group "
              + settings.group()
              + " has committed offset "
              + committed
              + " on partition "
              + partition
              + ", the head only "
              + low
              + ": the ledger has lost its newest part, or somebody moved the group ahead. If the"
              + " ledger is whole, reset the group's offset to "
              + low
              + " with kafka-consumer-groups.sh; else: rollback-worker topics adopt");
    }
    long first = LedgerReader.offset(admin, commands, OffsetSpec.earliest());
    if (first > low) {
      LOG.atError()
          .addKeyValue("partition", partition)
          .addKeyValue("from", low)
          .addKeyValue("to", first)
          .log("the topic's retention removed commands before anyone read them (exception of P3)");
      setup.meters().lostToRetention(first - low);
    }
    return Math.max(low, first);
  }

  private long groupOffset(TopicPartition commands) {
    var offsets =
        TopicInspector.get(
            admin.listConsumerGroupOffsets(settings.group()).partitionsToOffsetAndMetadata());
    OffsetAndMetadata committed = offsets.get(commands);
    return committed == null ? -1 : committed.offset();
  }
}
