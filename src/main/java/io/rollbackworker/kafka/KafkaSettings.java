package io.rollbackworker.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where Kafka is and how the topics are called.
 *
 * @param group consumer group of the fleet; also written into the heads
 * @param singleBroker the cluster has one broker: replication 1 and min.insync.replicas 1 are
 *     enough
 * @param sessionTimeout after so long without a heartbeat a worker's partitions go to others
 * @param maxPollInterval a worker that does not poll for so long loses its partitions; a quarter of
 *     it is the longest wait for requests under way when partitions are revoked
 * @param outcomesRetention outcomes and dead letters are kept so long
 * @param checkInterval how often topic ids, partition counts and settings are looked at
 * @param clockSkew a worker whose clock is further from a broker's gives the partition up
 * @param client further properties for every client, such as security settings
 */
public record KafkaSettings(
    String bootstrapServers,
    String group,
    String commandsTopic,
    String outcomesTopic,
    String ledgerTopic,
    String deadLettersTopic,
    String controlTopic,
    String evidenceTopic,
    String campaignsTopic,
    Duration outcomesRetention,
    boolean singleBroker,
    Duration sessionTimeout,
    Duration maxPollInterval,
    Duration checkInterval,
    Duration clockSkew,
    Map<String, String> client) {
  public KafkaSettings {
    client = Map.copyOf(client);
  }

  /** All of the fleet's. */
  public List<String> topics() {
    return List.of(
        commandsTopic,
        outcomesTopic,
        ledgerTopic,
        deadLettersTopic,
        controlTopic,
        evidenceTopic,
        campaignsTopic);
  }

  /** Whoever runs a campaign fences who ran it before. */
  public String campaignsId(String campaign) {
    return campaignsTopic + "-" + campaign;
  }

  /** Whoever writes this slice of the ledger, in whatever group, fences the others. */
  public String transactionalId(int partition) {
    return ledgerTopic + "-" + partition;
  }

  /** Without the client properties: they may hold passwords. */
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", group=" + group + "]";
  }
}
