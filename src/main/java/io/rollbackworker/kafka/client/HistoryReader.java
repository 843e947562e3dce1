package io.rollbackworker.kafka.client;

import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.CommandRecord;
import io.rollbackworker.audit.History;
import io.rollbackworker.audit.Place;
import io.rollbackworker.audit.TrailWalk;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.Sha256;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.Deliveries;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.kafka.ledger.PartitionReader;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.OriginHeaders;
import io.rollbackworker.ledger.ChainTip;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** Reads what a fleet's topics tell about its past; changes nothing, joins no group. */
public final class HistoryReader implements AutoCloseable {

  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final Cluster cluster;
  private final CommandDecoder decoder;
  private final Time time;
  private final Progress progress;
  private final OutcomeCodec outcomes = new OutcomeCodec();

  /**
   * @param decoder reads what the workers read: their size limit must be its own
   */
  public HistoryReader(KafkaSettings settings, CommandDecoder decoder, Time time) {
    this(settings, decoder, time, (topic, partition, position, end) -> {});
  }

  /** Likewise, and tells how far it is. */
  public HistoryReader(
      KafkaSettings settings, CommandDecoder decoder, Time time, Progress progress) {
    this.settings = settings;
    this.time = time;
    this.progress = progress;
    this.properties = new ClientProperties(settings);
    this.cluster = new Cluster(settings);
    this.decoder = decoder;
  }

  /** Told how far a reading has come. */
  public interface Progress {
    void at(String topic, int partition, long position, long end);
  }

  /** The cloud's log, as far as it goes now; empty where there is none. */
  public interface CloudLog {
    Optional<List<CloudRequest>> read() throws IOException;
  }

  /**
   * Ledger, then commands, outcomes and dead letters, each to the end that it has then: what the
   * ledger calls settled must have its outcome, also while the fleet works. The cloud's log is read
   * last: what an outcome says must stand there.
   *
   * @param since nothing older is to be judged; later, where retention has removed something
   * @throws ContractBroken when the ledger cannot be read
   */
  public History read(Instant since, CloudLog log) throws ContractBroken, IOException {
    return read(since, log, Map.of());
  }

  /**
   * Likewise.
   *
   * @param archived tips of the outcomes' chains as an earlier audit told them, by partition
   */
  public History read(Instant since, CloudLog log, Map<Integer, ChainTip> archived)
      throws ContractBroken, IOException {
    Instant readAt = time.now();
    Map<Integer, Slice> ledger = ledger();
    String topicId = cluster.describe(settings.commandsTopic()).topicId().toString();
    List<CommandRecord> commands = new ArrayList<>();
    Instant wholeCommands =
        readToEnd(
            settings.commandsTopic(),
            record -> commands.add(command(record, topicId, decoder)),
            TrailWalk.ofNothing());
    List<Outcome> told = new ArrayList<>();
    TrailWalk walk = new TrailWalk(ledger, archived, readAt, settings.outcomesRetention(), since);
    Instant wholeOutcomes = outcomes(told, walk);
    LedgerReader again = new LedgerReader(cluster, properties, settings.ledgerTopic());
    for (int p : walk.ahead()) {
      walk.reread(p, again.read(p).slice());
    }
    Set<Place> letters = new HashSet<>();
    Instant wholeLetters =
        readToEnd(
            settings.deadLettersTopic(),
            record -> forwardedFrom(Deliveries.of(record)).map(Place::of).ifPresent(letters::add),
            TrailWalk.ofNothing());
    Instant whole = Collections.max(List.of(since, wholeCommands, wholeOutcomes));
    return new History(
        whole,
        readAt,
        ledger,
        commands,
        told,
        new History.DeadLetters(wholeLetters, letters),
        log.read(),
        walk.trail());
  }

  private Instant outcomes(List<Outcome> told, TrailWalk walk) throws ContractBroken {
    return readToEnd(
        settings.outcomesTopic(),
        record -> {
          Outcome outcome = null;
          try {
            outcome = outcomes.decode(record.value());
            told.add(outcome);
          } catch (IllegalArgumentException e) {
            // Not one of ours: the walk tells.
          }
          walk.take(
              record.offset(),
              Records.lastText(record.headers(), ChainTip.HEADER),
              record.value(),
              outcome == null ? null : outcome.told().time());
        },
        walk);
  }

  /**
   * What the fleet remembers now, by partition.
   *
   * @throws ContractBroken when it cannot be read
   */
  public Map<Integer, Slice> ledger() throws ContractBroken {
    Map<Integer, Slice> ledger = new TreeMap<>();
    LedgerReader reader = new LedgerReader(cluster, properties, settings.ledgerTopic());
    int partitions = cluster.describe(settings.ledgerTopic()).partitions().size();
    for (int p = 0; p < partitions; p++) {
      progress.at(settings.ledgerTopic(), p, p, partitions);
      ledger.put(p, reader.read(p).slice());
    }
    return ledger;
  }

  /**
   * A record of the commands topic, as the audit wants it.
   *
   * @param decoder reads what the workers read
   */
  public static CommandRecord command(
      ConsumerRecord<byte[], byte[]> record, String topicId, CommandDecoder decoder) {
    Delivery delivery = Deliveries.of(record);
    Origin place = new Origin(topicId, record.partition(), record.offset(), delivery.timestamp());
    Optional<Origin> from = forwardedFrom(delivery);
    byte @Nullable [] value = record.value();
    return new CommandRecord(
        place,
        from,
        decoder.decode(value, from.orElse(place)),
        value == null ? "null" : Sha256.hex(value));
  }

  private static Optional<Origin> forwardedFrom(Delivery delivery) {
    try {
      return OriginHeaders.read(delivery.headers(), delivery.timestamp());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Workers refuse such a record where it lies.
    }
  }

  /**
   * Reads all records; since when none is missing: the beginning, or the newest of the partitions'
   * first times where retention has removed something.
   */
  private Instant readToEnd(
      String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader, TrailWalk walk)
      throws ContractBroken {
    Whole whole = new Whole(reader, progress, topic);
    for (TopicPartitionInfo info : cluster.describe(topic).partitions()) {
      TopicPartition partition = new TopicPartition(topic, info.partition());
      whole.partition = info.partition();
      whole.shortened = cluster.offset(partition, OffsetSpec.earliest()) > 0;
      walk.begin(info.partition(), whole.shortened);
      new PartitionReader(cluster, properties).read(partition, whole);
      walk.end();
    }
    return whole.since;
  }

  /** Finds out since when nothing is missing. */
  private static final class Whole implements PartitionReader.Reader {
    private final Consumer<ConsumerRecord<byte[], byte[]>> reader;
    private final Progress progress;
    private final String topic;
    private Instant since = Instant.MIN;
    private int partition;
    private boolean shortened;

    Whole(Consumer<ConsumerRecord<byte[], byte[]>> reader, Progress progress, String topic) {
      this.reader = reader;
      this.progress = progress;
      this.topic = topic;
    }

    @Override
    public void at(long position, long end) {
      progress.at(topic, partition, position, end);
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
      Instant at = Instant.ofEpochMilli(record.timestamp());
      since = shortened && at.isAfter(since) ? at : since;
      shortened = false;
      reader.accept(record);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
