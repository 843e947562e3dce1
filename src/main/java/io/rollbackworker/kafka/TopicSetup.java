package io.rollbackworker.kafka;

import io.rollbackworker.lane.Journal;
import io.rollbackworker.lane.Write;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes, adopts and checks the four topics; writes heads under the lanes' own transactional ids.
 */
public final class TopicSetup implements AutoCloseable {
  private static final short REPLICATION = 3;
  private static final Duration VISIBLE_INTERVAL = Duration.ofMillis(50);
  private static final int VISIBLE_POLLS = 200;

  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final Admin admin;
  private final TopicInspector inspector;
  private final LedgerReader ledger;

  public TopicSetup(KafkaSettings settings, Duration greatestAge) {
    this.settings = settings;
    this.properties = new ClientProperties(settings);
    this.admin = Admin.create(properties.admin());
    this.inspector = new TopicInspector(admin, settings, greatestAge);
    this.ledger = new LedgerReader(admin, properties, settings.ledgerTopic());
  }

  /**
   * Makes what is missing. Heads are written only where commands topic and ledger partition are
   * both empty: for a topic that may hold commands somebody must say from where they count.
   *
   * @return what was done, a line each
   */
  public List<String> create(int partitions) throws ContractBroken {
    List<String> done = new ArrayList<>();
    topic(done, settings.commandsTopic(), partitions, commandsSettings());
    topic(done, settings.outcomesTopic(), partitions, Map.of());
    topic(done, settings.ledgerTopic(), partitions, ledgerSettings());
    topic(done, settings.deadLettersTopic(), partitions, Map.of());
    awaitVisible();
    TopicFacts facts = inspector.inspect();
    for (int p = 0; p < facts.partitions(); p++) {
      int partition = p;
      if (read(p).slice().head().isEmpty()) {
        requireEmpty(p);
        rewrite(p, restored -> newHead(facts, Settled.below(0)));
        done.add("wrote the head of partition " + partition + ": commands count from offset 0");
      }
    }
    return done;
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
    List<String> done = new ArrayList<>();
    for (int p = 0; p < facts.partitions(); p++) {
      int partition = p;
      Head head = rewrite(p, restored -> adopted(restored, facts, partition, from));
      done.add(
          "wrote the head of partition "
              + p
              + ": commands count from offset "
              + head.settled().low());
    }
    return done;
  }

  private Head adopted(LedgerReader.Restored restored, TopicFacts facts, int partition, From from)
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
    return newHead(facts, Settled.below(offset(partition, from)));
  }

  /** Changes the consumer group of the heads, and nothing else. */
  public List<String> adoptGroup() throws ContractBroken {
    TopicFacts facts = inspector.inspect();
    List<String> done = new ArrayList<>();
    for (int p = 0; p < facts.partitions(); p++) {
      int partition = p;
      rewrite(
          p,
          restored -> {
            Head head = headOf(restored, partition).withGroup(settings.group());
            facts.requireFits(head, settings.group(), partition);
            return head;
          });
      done.add("the head of partition " + p + " belongs to group " + settings.group());
    }
    return done;
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
      LedgerReader.Restored restored = read(p);
      Head head = headOf(restored, p);
      facts.requireFits(head, settings.group(), p);
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

  private Head headOf(LedgerReader.Restored restored, int partition) throws ContractBroken {
    return restored
        .slice()
        .head()
        .orElseThrow(
            () ->
                new ContractBroken(
                    "Ledger partition "
                        + partition
                        + " has no head. If the topics are new, run: rollback-worker topics create;"
                        + " else: rollback-worker topics adopt --from end|earliest|TIME"));
  }

  private LedgerReader.Restored read(int partition) throws ContractBroken {
    return ledger.read(partition, (position, end) -> {}, () -> false);
  }

  private void topic(List<String> done, String name, int partitions, Map<String, String> extra) {
    Map<String, String> configs = new HashMap<>(extra);
    short replication = settings.singleBroker() ? 1 : REPLICATION;
    configs.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.singleBroker() ? 1 : 2));
    configs.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    try {
      TopicInspector.get(
          admin
              .createTopics(List.of(new NewTopic(name, partitions, replication).configs(configs)))
              .all());
      done.add("made topic " + name + " with " + partitions + " partitions");
    } catch (TopicExistsException e) {
      done.add("topic " + name + " exists already" + difference(name, partitions));
    }
  }

  /** A broker may answer from metadata in which a topic that was just made is not there yet. */
  private void awaitVisible() {
    List<String> names =
        List.of(
            settings.commandsTopic(),
            settings.outcomesTopic(),
            settings.ledgerTopic(),
            settings.deadLettersTopic());
    for (int i = 0; i < VISIBLE_POLLS; i++) {
      try {
        TopicInspector.get(admin.describeTopics(names).allTopicNames());
        return;
      } catch (UnknownTopicOrPartitionException e) {
        LockSupport.parkNanos(VISIBLE_INTERVAL.toNanos());
      }
    }
  }

  private String difference(String name, int wanted) {
    int found =
        TopicInspector.get(admin.describeTopics(List.of(name)).allTopicNames()).values().stream()
            .mapToInt(topic -> topic.partitions().size())
            .sum();
    return found == wanted ? "" : ", with " + found + " partitions, not " + wanted + "; it stays";
  }

  private static Map<String, String> commandsSettings() {
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
        TopicConfig.CLEANUP_POLICY_CONFIG, "delete",
        // The broker unpacks: so a bomb is refused by the record limit instead of filling a worker.
        TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed",
        TopicConfig.RETENTION_MS_CONFIG, Long.toString(Duration.ofDays(14).toMillis()),
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(1 << 20));
  }

  private static Map<String, String> ledgerSettings() {
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
        TopicConfig.CLEANUP_POLICY_CONFIG, "compact",
        // Heads are rewritten by every transaction: clean early and in small pieces, so that a
        // restore stays short.
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20),
        TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Duration.ofHours(6).toMillis()));
  }

  private Head newHead(TopicFacts facts, Settled settled) {
    return new Head(
        Head.FORMAT,
        facts.commandsTopicId(),
        facts.ledgerTopicId(),
        facts.partitions(),
        settings.group(),
        settled);
  }

  private void requireEmpty(int partition) throws ContractBroken {
    TopicPartition commands = new TopicPartition(settings.commandsTopic(), partition);
    TopicPartition entries = new TopicPartition(settings.ledgerTopic(), partition);
    if (LedgerReader.endOffset(admin, commands) > 0 || LedgerReader.endOffset(admin, entries) > 0) {
      throw new ContractBroken(
          "Partition "
              + partition
              + " of the commands topic or of the ledger holds records already, but the ledger has"
              + " no head. Say from where commands count: rollback-worker topics adopt --from"
              + " end|earliest|TIME");
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
    long offset = LedgerReader.offset(admin, commands, spec);
    return offset >= 0 ? offset : LedgerReader.endOffset(admin, commands);
  }

  /** The next head, from what the partition holds. */
  private interface Rewrite {
    Head next(LedgerReader.Restored restored) throws ContractBroken;
  }

  /** Fences first: after that no lane can write between the reading and the writing. */
  private Head rewrite(int partition, Rewrite rewrite) throws ContractBroken {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties.lane(partition))) {
      producer.initTransactions();
      Head head = rewrite.next(read(partition));
      new TransactionalJournal(partition, settings, producer, 0)
          .commit(List.of(new Write.ToLedger(new LedgerRecord.HeadWritten(head))));
      return head;
    } catch (Journal.JournalFailed e) {
      throw new KafkaException("the head of partition " + partition + " was not written", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
