package io.rollbackworker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Every client property that correctness or speed rests on, in one place, each with its reason. */
public final class ClientProperties {
  /**
   * Longer than a transaction ever takes; a crashed lane's open transaction blocks readers at most
   * so long.
   */
  static final int TRANSACTION_TIMEOUT_MS = 15_000;

  private static final int HEARTBEAT_MS = 500;

  private final KafkaSettings settings;

  public ClientProperties(KafkaSettings settings) {
    this.settings = settings;
  }

  private Map<String, Object> common() {
    Map<String, Object> properties = withTls(settings.client());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return properties;
  }

  private static Map<String, Object> withTls(Map<String, String> client) {
    Map<String, Object> properties = new HashMap<>(client);
    if (client.keySet().stream().anyMatch(name -> name.endsWith("store.location"))) {
      properties.putIfAbsent(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, RenewedTls.class);
    }
    return properties;
  }

  public Map<String, Object> admin() {
    Map<String, Object> properties = common();
    properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    return properties;
  }

  private Map<String, Object> consumer() {
    Map<String, Object> properties = common();
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    // Aborted transactions did not happen.
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Positions come from heads; a position that is not there is an error, never a guess.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // Group offsets are for lag tools; the poll thread writes them after the head is committed.
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A missing topic is a mistake to be told, not to be covered.
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return properties;
  }

  /**
   * Reads commands as a member of the group.
   *
   * @param worker the member's name, which the coordinator shows
   */
  public Map<String, Object> poller(String worker) {
    Map<String, Object> properties = consumer();
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, worker);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    // A rebalance takes partitions only from who loses them.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(settings.sessionTimeout()));
    // Members hear of a rebalance by their next heartbeat: with the usual third of the session
    // timeout, each of the two rounds of a rebalance would take seconds, and commands wait.
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
    properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(settings.maxPollInterval()));
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    // Whatever lies there, and however many partitions this worker has: it is held in memory.
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    return properties;
  }

  /** Reads a partition to its end, or what a lane itself writes; member of no group. */
  public Map<String, Object> restorer() {
    Map<String, Object> properties = follower();
    // A fetch that finds nothing stays with the broker for so long. One for a partition that is
    // read from now on waits behind it, and so does closing: with the default of 500 ms the opening
    // of a lane took a second more. An idle lane does not fetch.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return properties;
  }

  /** Reads what there is and what comes; member of no group. */
  public Map<String, Object> follower() {
    Map<String, Object> properties = consumer();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
    return properties;
  }

  /** Reads what others write, in a cluster of theirs; member of no group. */
  public static Map<String, Object> notifications(NotificationSettings settings) {
    Map<String, Object> properties = withTls(settings.client());
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    // Of a new partition all, and what is left where retention was quicker: reading twice is fine.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    return properties;
  }

  /** Reads commands again: seldom, and often single ones. */
  public Map<String, Object> parked() {
    Map<String, Object> properties = restorer();
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 256 << 10);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
    return properties;
  }

  private Map<String, Object> producer() {
    Map<String, Object> properties = common();
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    // Committed means: on every in-sync replica.
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Above every record that we make; what is too large is refused when it is read, not here.
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    return properties;
  }

  /** One lane's producer. */
  public Map<String, Object> lane(int partition) {
    Map<String, Object> properties = producer();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId(partition));
    // Stands in metrics: numbered ids would grow with each session.
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.transactionalId(partition));
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    // The next transaction meets CONCURRENT_TRANSACTIONS while markers of the last are written;
    // with the
    // default of 100 ms a commit takes 26-105 ms, with 5 ms about 9 (measured; design, section 11).
    properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    properties.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 100);
    // A first batch that meets CONCURRENT_TRANSACTIONS would make those sent behind it fail as out
    // of order.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // The cycle is the batch.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // One producer per partition: keep each small.
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
    return properties;
  }

  /** Publishes a campaign's waves, each whole or not at all. */
  public Map<String, Object> campaign(String campaign) {
    Map<String, Object> properties = producer();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.campaignsId(campaign));
    // Of a runner that is gone: workers do not read commands behind an open transaction.
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    return properties;
  }

  /** Publishes records of its own, outside of any lane. */
  public Map<String, Object> publisher() {
    return producer();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
