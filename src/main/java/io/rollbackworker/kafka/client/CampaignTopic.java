package io.rollbackworker.kafka.client;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.OrderCodec;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.kafka.ledger.PartitionReader;
import io.rollbackworker.request.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** All campaigns, as their topic has them; keys are {@code NAME/ORDER}. Not thread-safe. */
public final class CampaignTopic implements AutoCloseable {
  private static final int TOGETHER = 1_000;

  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<CampaignName, Campaign> campaigns = new TreeMap<>();
  private final Map<CampaignName, Map<String, String>> unreadable = new TreeMap<>();

  /** Somebody else runs, or has stopped, the campaign: nothing of this transaction was done. */
  public static final class TakenOver extends Exception {
    private static final long serialVersionUID = 1L;

    private TakenOver(KafkaException cause) {
      super(cause);
    }
  }

  /**
   * Reads all that is there.
   *
   * @throws ContractBroken when there is no such topic, or it cannot be read
   */
  public CampaignTopic(KafkaSettings settings) throws ContractBroken {
    this.settings = settings;
    this.properties = new ClientProperties(settings);
    this.partition = new TopicPartition(settings.campaignsTopic(), 0);
    long end = read();
    this.consumer = new KafkaConsumer<>(properties.follower());
    consumer.assign(List.of(partition));
    consumer.seek(partition, end);
  }

  private long read() throws ContractBroken {
    try (Cluster cluster = new Cluster(settings)) {
      int partitions = cluster.describe(partition.topic()).partitions().size();
      if (partitions != 1) {
        throw new ContractBroken(
            "Topic %s has %d partitions, it must have 1. Name another one (kafka.campaigns-topic) and run: rollback-worker topics create"
                .formatted(partition.topic(), partitions));
      }
      return new PartitionReader(cluster, properties).read(partition, this::take);
    } catch (UnknownTopicOrPartitionException e) {
      throw new ContractBroken(
          "Topic "
              + partition.topic()
              + " does not exist. Make what is missing, also beside a fleet that runs, with:"
              + " rollback-worker topics create");
    }
  }

  /** Reads what has come since. */
  public void refresh() {
    consumer.poll(Duration.ZERO).forEach(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    int slash = key.indexOf('/');
    CampaignName name;
    try {
      name = new CampaignName(key.substring(0, Math.max(0, slash)));
    } catch (IllegalArgumentException e) {
      return; // No campaign's: nobody asks for it.
    }
    try {
      take(name, key.substring(slash + 1), record.value());
    } catch (IllegalArgumentException e) {
      unreadable
          .computeIfAbsent(name, n -> new TreeMap<>())
          .put(key.substring(slash + 1), "offset " + record.offset() + ": " + e.getMessage());
    }
  }

  private void take(CampaignName name, String key, byte @Nullable [] value) {
    Campaign before = campaigns.getOrDefault(name, Campaign.of(name));
    keep(name, key, value == null ? before.without(key) : before.with(OrderCodec.decode(value)));
  }

  private void keep(CampaignName name, String key, Campaign after) {
    campaigns.put(name, after);
    unreadable.getOrDefault(name, new TreeMap<>()).remove(key);
  }

  /** By name. */
  public List<Campaign> all() {
    return campaigns.values().stream().filter(c -> c.opened().isPresent()).toList();
  }

  /**
   * As far as it was read; there may be nothing of it.
   *
   * @throws ContractBroken when a record of it cannot be read
   */
  public Campaign of(CampaignName name) throws ContractBroken {
    for (String problem : unreadable.getOrDefault(name, Map.of()).values()) {
      throw new ContractBroken(
          "Campaign %s cannot be read, %s of topic %s".formatted(name, problem, partition.topic()));
    }
    return campaigns.getOrDefault(name, Campaign.of(name));
  }

  /** Whoever ran the campaign before can write nothing more; what he wrote is read. */
  public Writer writer(CampaignName name) throws ContractBroken {
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties.campaign(name.value()));
    producer.initTransactions();
    consumer.seek(partition, read());
    return new Writer(name, producer);
  }

  private ProducerRecord<byte[], byte[]> record(
      CampaignName name, String key, byte @Nullable [] value) {
    return new ProducerRecord<>(
        settings.campaignsTopic(), 0, Records.utf8(name + "/" + key), value);
  }

  private ProducerRecord<byte[], byte[]> command(SnapshotId snapshot, Message message) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            settings.commandsTopic(), Records.utf8(snapshot.value()), Records.utf8(message.json()));
    Records.addAll(record.headers(), message.headers());
    return record;
  }

  /** The one who runs a campaign. */
  public final class Writer implements AutoCloseable {
    private final CampaignName name;
    private final KafkaProducer<byte[], byte[]> producer;
    private long sent;

    private Writer(CampaignName name, KafkaProducer<byte[], byte[]> producer) {
      this.name = name;
      this.producer = producer;
    }

    /** Likewise, with no commands. */
    public void publish(List<? extends Order> orders) throws TakenOver {
      publish(orders, List.of(), Map.of());
    }

    /**
     * All together, or nothing of it.
     *
     * @param takenBack what stands under their keys is taken back
     */
    public void publish(
        List<? extends Order> orders,
        List<? extends Order> takenBack,
        Map<SnapshotId, Message> commands)
        throws TakenOver {
      try {
        producer.beginTransaction();
        orders.forEach(order -> send(record(name, order.key(), OrderCodec.encode(order))));
        takenBack.forEach(order -> send(record(name, order.key(), null)));
        commands.forEach((snapshot, message) -> send(command(snapshot, message)));
        producer.commitTransaction(); // Throws what befell any of them.
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        throw new TakenOver(e);
      } catch (KafkaException e) {
        throw new KafkaException(
            "whether it was sent is not known (%s); it finds out and goes on: rollback-worker campaign resume %s"
                .formatted(e.getMessage(), name),
            e);
      }
      // Read back only when the brokers have marked it: what this runner has said, it knows.
      for (Order order : orders) {
        keep(name, order.key(), campaigns.getOrDefault(name, Campaign.of(name)).with(order));
      }
      takenBack.forEach(order -> take(name, order.key(), null));
    }

    /** A send's time runs from here on: no more are given at once than go out quickly. */
    private void send(ProducerRecord<byte[], byte[]> record) {
      var _ = producer.send(record);
      if (++sent % TOGETHER == 0) {
        producer.flush();
      }
    }

    @Override
    public void close() {
      producer.close(Duration.ofSeconds(5));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
