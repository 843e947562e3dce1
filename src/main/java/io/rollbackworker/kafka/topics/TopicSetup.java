package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.kafka.ledger.PartitionReader;
import io.rollbackworker.kafka.ledger.StartPosition;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Settled;
import io.rollbackworker.ledger.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Makes, adopts and checks the topics. */
public final class TopicSetup implements AutoCloseable {
  private final KafkaSettings settings;
  private final Memory memory;
  private final Cluster cluster;
  private final TopicInspector inspector;
  private final HeadWriter heads;
  private final StartPosition positions;
  private final BombCheck bombs;

  /**
   * @param memory as configured here; heads may say longer
   */
  public TopicSetup(KafkaSettings settings, Memory memory) {
    this.settings = settings;
    this.memory = memory;
    this.cluster = new Cluster(settings);
    this.inspector = new TopicInspector(cluster, settings, memory.greatestAge());
    this.heads = new HeadWriter(cluster, settings);
    this.positions = new StartPosition(cluster, settings);
    this.bombs = new BombCheck(new PartitionReader(cluster, new ClientProperties(settings)));
  }

  /**
   * Makes what is missing. Heads are written only where commands topic and ledger partition are
   * both empty: for a topic that may hold commands somebody must say from where they count.
   *
   * @return what was done, a line each
   */
  public List<String> create(int partitions) throws ContractBroken {
    List<String> done = new TopicMaker(cluster, settings).make(partitions);
    TopicFacts facts = inspector.inspect();
    for (int p = 0; p < facts.partitions(); p++) {
      int partition = p;
      if (heads.read(p).slice().head().isEmpty()) {
        Head head = heads.rewrite(p, restored -> first(restored, facts, partition));
        done.add(
            "the head of partition " + p + ": commands count from offset " + head.settled().low());
      }
    }
    return done;
  }

  /** Looked at once more under the fence: somebody else may have been quicker. */
  private Head first(LedgerReader.Restored restored, TopicFacts facts, int partition)
      throws ContractBroken {
    Optional<Head> found = restored.slice().head();
    if (found.isEmpty()) {
      requireUnused(restored.slice(), partition);
    }
    return found.orElseGet(() -> newHead(facts, Settled.below(0), Entry.FORMAT, memory));
  }

  /** From where commands count, when topics are adopted. */
  public sealed interface From {
    /** Only those published from now on. */
    record End() implements From {}

    /** All that the topic still holds. */
    record Earliest() implements From {}

    /** Those that the broker stored at this time or later. */
    record Time(Instant instant) implements From {}
  }

  /** Writes heads for topics that exist; what the ledger remembers is kept. */
  public List<String> adopt(From from) throws ContractBroken {
    TopicFacts facts = inspector.inspect();
    List<Long> offsets = new ArrayList<>();
    for (int p = 0; p < facts.partitions(); p++) {
      offsets.add(offset(p, from));
      bombs.requireNone(new TopicPartition(settings.commandsTopic(), p), offsets.get(p));
    }
    List<String> done = new ArrayList<>();
    for (int p = 0; p < facts.partitions(); p++) {
      int partition = p;
      long offset = offsets.get(p);
      Head head = heads.rewrite(p, restored -> adopted(restored, facts, partition, offset));
      done.add(
          "wrote the head of partition "
              + p
              + ": commands count from offset "
              + head.settled().low());
    }
    return done;
  }

  private Head adopted(LedgerReader.Restored restored, TopicFacts facts, int partition, long offset)
      throws ContractBroken {
    Optional<Head> old = restored.slice().head();
    if (old.isPresent() && old.get().partitions() != facts.partitions()) {
      throw new ContractBroken(
          "Ledger partition "
              + partition
              + " was written for "
              + old.get().partitions()
              + " partitions, the topics have "
              + facts.partitions()
              + ": its entries would not be found. Use a new ledger topic (kafka.ledger-topic)");
    }
    return newHead(
        facts,
        Settled.below(offset),
        old.map(Head::writes).orElse(Entry.FORMAT),
        old.map(Head::memory).orElse(memory));
  }

  /** Changes heads that are there. */
  public HeadChanges heads() {
    return new HeadChanges(settings, inspector, heads);
  }

  /**
   * Looks at topics and heads, and changes nothing.
   *
   * @return a line for each partition
   * @throws ContractBroken with the first finding
   */
  public List<String> check() throws ContractBroken {
    TopicFacts facts = inspector.inspect();
    List<String> found = new ArrayList<>();
    for (int p = 0; p < facts.partitions(); p++) {
      long committed = positions.committed(p);
      LedgerReader.Restored restored = heads.read(p);
      Head head = HeadChanges.headOf(restored, p);
      facts.requireFits(head, settings.group(), p);
      var _ = positions.of(p, head.settled(), committed);
      found.add(
          "partition "
              + p
              + ": head fits, settled below "
              + head.settled().low()
              + ", "
              + restored.slice().size()
              + " entries");
    }
    return found;
  }

  /** What should be otherwise although workers start, a sentence each. */
  public List<String> advice() throws ContractBroken {
    return inspector.advice();
  }

  /**
   * What a worker must be allowed and is not, a sentence each; transactional ids are not looked at.
   */
  public List<String> missingAccess() {
    return new AccessCheck(cluster, settings).missing();
  }

  /** The topics as they are, fitting or not: a block of lines for each. */
  public List<String> describe() {
    return new TopicDescriber(cluster, settings).lines();
  }

  private Head newHead(TopicFacts facts, Settled settled, int writes, Memory remembered) {
    return new Head(
        writes,
        facts.commandsTopicId(),
        facts.ledgerTopicId(),
        facts.controlTopicId(),
        facts.partitions(),
        settings.group(),
        remembered,
        settled);
  }

  /** The ledger may hold what was cut off before it was committed, but nothing may be gone. */
  private void requireUnused(Slice slice, int partition) throws ContractBroken {
    TopicPartition commands = new TopicPartition(settings.commandsTopic(), partition);
    TopicPartition entries = new TopicPartition(settings.ledgerTopic(), partition);
    if (cluster.endOffset(commands) > 0
        || cluster.offset(entries, OffsetSpec.earliest()) > 0
        || !slice.isEmpty()) {
      throw new ContractBroken(
          "Partition "
              + partition
              + " of the commands topic or of the ledger holds records already, or did, but the"
              + " ledger has no head. Say from where commands count: rollback-worker topics adopt"
              + " --from end|earliest|TIME");
    }
  }

  private long offset(int partition, From from) {
    TopicPartition commands = new TopicPartition(settings.commandsTopic(), partition);
    OffsetSpec spec =
        switch (from) {
          case From.End end -> OffsetSpec.latest();
          case From.Earliest earliest -> OffsetSpec.earliest();
          case From.Time(var instant) -> OffsetSpec.forTimestamp(instant.toEpochMilli());
        };
    long offset = cluster.offset(commands, spec);
    return offset >= 0 ? offset : cluster.endOffset(commands);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
