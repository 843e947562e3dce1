package io.rollbackworker.kafka.topics;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the seven topics with the settings that the promises need; leaves those that exist as they
 * are.
 */
public final class TopicMaker {
  /** Above the largest command that can be configured, and what stands around it. */
  static final int COMMAND_BYTES = 288 << 10;

  private static final short REPLICATION = 3;
  private static final Duration VISIBLE_INTERVAL = Duration.ofMillis(50);
  private static final int VISIBLE_POLLS = 200;

  private final Cluster cluster;
  private final KafkaSettings settings;

  public TopicMaker(Cluster cluster, KafkaSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  /** What was done, a line each; returns when all are visible. */
  public List<String> make(int partitions) {
    List<String> done = new ArrayList<>();
    topic(done, settings.commandsTopic(), partitions, commandsSettings());
    topic(done, settings.outcomesTopic(), partitions, trailSettings());
    topic(done, settings.ledgerTopic(), partitions, ledgerSettings());
    topic(done, settings.deadLettersTopic(), partitions, trailSettings());
    topic(done, settings.controlTopic(), 1, controlSettings());
    topic(done, settings.evidenceTopic(), 1, evidenceSettings());
    topic(done, settings.campaignsTopic(), 1, campaignsSettings());
    awaitVisible();
    return done;
  }

  private void topic(List<String> done, String name, int partitions, Map<String, String> extra) {
    Map<String, String> configs = new HashMap<>(extra);
    short replication = settings.singleBroker() ? 1 : REPLICATION;
    configs.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.singleBroker() ? 1 : 2));
    configs.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    try {
      Cluster.get(
          cluster
              .admin()
              .createTopics(List.of(new NewTopic(name, partitions, replication).configs(configs)))
              .all());
      done.add("made topic " + name + " with " + partitions + " partitions");
    } catch (TopicExistsException e) {
      done.add("topic " + name + " exists already" + difference(name, partitions));
    }
  }

  private String difference(String name, int wanted) {
    int found =
        Cluster.get(cluster.admin().describeTopics(List.of(name)).allTopicNames()).values().stream()
            .mapToInt(topic -> topic.partitions().size())
            .sum();
    return found == wanted ? "" : ", with " + found + " partitions, not " + wanted + "; it stays";
  }

  /** A broker may answer from metadata in which a topic that was just made is not there yet. */
  private void awaitVisible() {
    for (int i = 0; i < VISIBLE_POLLS; i++) {
      try {
        Cluster.get(cluster.admin().describeTopics(settings.topics()).allTopicNames());
        return;
      } catch (UnknownTopicOrPartitionException e) {
        LockSupport.parkNanos(VISIBLE_INTERVAL.toNanos());
      }
    }
  }

  private static Map<String, String> commandsSettings() {
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
        TopicConfig.CLEANUP_POLICY_CONFIG, "delete",
        // The broker unpacks: so a bomb is refused by the record limit instead of filling a worker.
        TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed",
        TopicConfig.RETENTION_MS_CONFIG, Long.toString(Duration.ofDays(14).toMillis()),
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(COMMAND_BYTES));
  }

  /** What was done to disks, and what was asked that nobody could read. */
  private Map<String, String> trailSettings() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        "delete",
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(settings.outcomesRetention().toMillis()));
  }

  private static Map<String, String> controlSettings() {
    return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact"); // A freeze stands until its thaw.
  }

  /** A campaign is history after so long. */
  private static Map<String, String> campaignsSettings() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        "compact,delete",
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(Duration.ofDays(400).toMillis()));
  }

  private static Map<String, String> evidenceSettings() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        "compact,delete",
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(Evidence.KEPT.toMillis()));
  }

  private static Map<String, String> ledgerSettings() {
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
        "LogAppendTime",
        TopicConfig.CLEANUP_POLICY_CONFIG,
        "compact",
        // Above the largest record: a forward that is kept until it is sent.
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(2 << 20),
        // Heads are rewritten by every transaction: clean early and in small pieces, so that a
        // restore stays short.
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
        "0.1",
        TopicConfig.SEGMENT_BYTES_CONFIG,
        Integer.toString(64 << 20),
        TopicConfig.SEGMENT_MS_CONFIG,
        Long.toString(Duration.ofHours(6).toMillis()));
  }
}
