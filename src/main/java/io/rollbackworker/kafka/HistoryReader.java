package io.rollbackworker.kafka;

import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.CommandRecord;
import io.rollbackworker.audit.History;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Origin;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.OriginHeaders;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what a fleet's topics tell about its past; changes nothing, joins no group. */
public final class HistoryReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final Admin admin;
  private final CommandDecoder decoder;
  private final OutcomeCodec outcomes = new OutcomeCodec();

  /**
   * @param decoder reads what the workers read: their size limit must be its own
   */
  public HistoryReader(KafkaSettings settings, CommandDecoder decoder) {
    this.settings = settings;
    this.properties = new ClientProperties(settings);
    this.admin = Admin.create(properties.admin());
    this.decoder = decoder;
  }

  /**
   * Ledger, then commands, then outcomes, each to the end that it has then: what the ledger calls
   * settled must have its outcome, also while the fleet works.
   *
   * @param requests the cloud's log
   * @throws ContractBroken when the ledger cannot be read
   */
  public History read(Optional<List<CloudRequest>> requests) throws ContractBroken {
    Map<Integer, Slice> ledger = new TreeMap<>();
    LedgerReader reader = new LedgerReader(admin, properties, settings.ledgerTopic());
    for (int p = 0; p < describe(settings.ledgerTopic()).partitions().size(); p++) {
      ledger.put(p, reader.read(p, (position, end) -> {}, () -> false).slice());
    }
    String topicId = describe(settings.commandsTopic()).topicId().toString();
    List<CommandRecord> commands = new ArrayList<>();
    readToEnd(settings.commandsTopic(), record -> commands.add(command(record, topicId)));
    List<Outcome> told = new ArrayList<>();
    readToEnd(settings.outcomesTopic(), record -> told.add(outcomes.decode(record.value())));
    return new History(ledger, commands, told, requests);
  }

  private TopicDescription describe(String topic) {
    var all = TopicInspector.get(admin.describeTopics(List.of(topic)).allTopicNames());
    return Objects.requireNonNull(all.get(topic), topic);
  }

  private CommandRecord command(ConsumerRecord<byte[], byte[]> record, String topicId) {
    Delivery delivery = Deliveries.of(record);
    Origin place = new Origin(topicId, record.partition(), record.offset(), delivery.timestamp());
    Optional<Origin> from = forwardedFrom(delivery);
    return new CommandRecord(place, from, decoder.decode(record.value(), from.orElse(place)));
  }

  private static Optional<Origin> forwardedFrom(Delivery delivery) {
    try {
      return OriginHeaders.read(delivery.headers());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Workers refuse such a record where it lies.
    }
  }

  private void readToEnd(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties.restorer())) {
      List<TopicPartition> partitions =
          describe(topic).partitions().stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(reader);
      }
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
