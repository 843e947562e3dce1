package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.TopicConfig;

/** Looks whether cluster and topics are as the promises need them. Thread-safe. */
public final class TopicInspector {
  /** Kafka's default. */
  static final int MAX_COMMAND_BYTES = 1_048_588;

  private final Cluster cluster;
  private final KafkaSettings settings;
  private final Duration greatestAge;

  /**
   * @param greatestAge commands are answered up to this age, so the topic must keep them as long
   */
  public TopicInspector(Cluster cluster, KafkaSettings settings, Duration greatestAge) {
    this.cluster = cluster;
    this.settings = settings;
    this.greatestAge = greatestAge;
  }

  /**
   * All findings together.
   *
   * @throws ContractBroken when anything is not as it must be
   */
  public TopicFacts inspect() throws ContractBroken {
    List<String> findings = new ArrayList<>();
    transactions(findings);
    Topics topics = Topics.describe(cluster, settings);
    Topics.Described commands = topics.of(settings.commandsTopic());
    Topics.Described ledger = topics.of(settings.ledgerTopic());
    Topics.Described outcomes = topics.of(settings.outcomesTopic());
    topics.of(settings.deadLettersTopic());
    Topics.Described control = topics.of(settings.controlTopic());
    Topics.Described evidence = topics.of(settings.evidenceTopic());
    onePartition(findings, control, "kafka.control-topic");
    onePartition(findings, evidence, "kafka.evidence-topic");
    if (!evidence.value(TopicConfig.CLEANUP_POLICY_CONFIG).contains("compact")) {
      setting(findings, evidence, TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
    }
    setting(findings, control, TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
    if (commands.partitions() != ledger.partitions()) {
      findings.add(
          "Topic "
              + ledger.name()
              + " has "
              + ledger.partitions()
              + " partitions, "
              + commands.name()
              + " has "
              + commands.partitions()
              + "; they must be equal, or entries are looked for in the wrong place. Make a ledger"
              + " of the same count under a new name (kafka.ledger-topic) and run: rollback-worker"
              + " topics create");
    }
    if (outcomes.partitions() < commands.partitions()) {
      findings.add(
          "Topic "
              + outcomes.name()
              + " has "
              + outcomes.partitions()
              + " partitions, "
              + commands.name()
              + " has "
              + commands.partitions()
              + "; it must have as many or more: what is answered on a partition is told on the"
              + " same one. Run: kafka-topics.sh --alter --topic "
              + outcomes.name()
              + " --partitions "
              + commands.partitions());
    }
    setting(findings, commands, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    setting(findings, commands, TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
    retention(findings, commands);
    // A small record that unpacks to gigabytes would end each worker that reads it, in turn.
    setting(findings, commands, TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed");
    recordSize(findings, commands);
    // An answer to an unreadable record has no key, and what was told must be found again.
    setting(findings, outcomes, TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
    setting(findings, ledger, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    setting(findings, ledger, TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
    if (!settings.singleBroker()) {
      List.of(commands, ledger, outcomes, control, evidence)
          .forEach(topic -> durability(findings, topic));
      // Fencing and commits live there; Kafka makes it with the first transaction.
      topics.ofCoordinator().ifPresent(topic -> durability(findings, topic));
    }
    if (!findings.isEmpty()) {
      throw new ContractBroken(String.join("\n", findings));
    }
    return new TopicFacts(commands.id(), ledger.id(), control.id(), ledger.partitions());
  }

  /**
   * What is not as it should be and keeps no promise from being kept.
   *
   * @throws ContractBroken when a topic is not there
   */
  List<String> advice() throws ContractBroken {
    List<String> advice = new ArrayList<>();
    Topics topics = Topics.describe(cluster, settings);
    Topics.Described outcomes = topics.of(settings.outcomesTopic());
    long keptMs = Long.parseLong(outcomes.value(TopicConfig.RETENTION_MS_CONFIG));
    long wantedMs = settings.outcomesRetention().toMillis();
    if (keptMs >= 0 && keptMs < wantedMs) {
      advice.add(
          "Topic %s keeps what was done to disks for %s, less than kafka.outcomes-retention (%s)%s"
              .formatted(
                  outcomes.name(),
                  Duration.ofMillis(keptMs),
                  settings.outcomesRetention(),
                  alter(outcomes, TopicConfig.RETENTION_MS_CONFIG, Long.toString(wantedMs))));
    }
    return advice;
  }

  private static void onePartition(List<String> findings, Topics.Described topic, String setting) {
    if (topic.partitions() != 1) {
      findings.add(
          "Topic "
              + topic.name()
              + " has "
              + topic.partitions()
              + " partitions, it must have 1: workers follow the first. Name another one ("
              + setting
              + ") and run: rollback-worker topics create");
    }
  }

  private void transactions(List<String> findings) {
    FinalizedVersionRange range =
        Cluster.get(cluster.admin().describeFeatures().featureMetadata())
            .finalizedFeatures()
            .get("transaction.version");
    int version = range == null ? 0 : range.maxVersionLevel();
    if (version < 2) {
      findings.add(
          "The cluster's transaction.version is "
              + version
              + ", at least 2 is needed, or a late write of a fenced producer can land in the next"
              + " transaction. Run: kafka-features.sh upgrade --feature transaction.version=2");
    }
  }

  private static void setting(
      List<String> findings, Topics.Described topic, String name, String expected) {
    String value = topic.value(name);
    if (!value.equals(expected)) {
      findings.add(
          "Topic "
              + topic.name()
              + " has "
              + name
              + "="
              + value
              + ", it must be "
              + expected
              + alter(topic, name, expected));
    }
  }

  private static String alter(Topics.Described topic, String name, String value) {
    return ". Run: kafka-configs.sh --alter --entity-type topics --entity-name "
        + topic.name()
        + " --add-config "
        + name
        + "="
        + value;
  }

  private static void recordSize(List<String> findings, Topics.Described commands) {
    int bytes = Integer.parseInt(commands.value(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    if (bytes > MAX_COMMAND_BYTES) {
      findings.add(
          "Topic "
              + commands.name()
              + " takes records of "
              + bytes
              + " bytes, at most "
              + MAX_COMMAND_BYTES
              + " are safe: a worker must hold what it reads"
              + alter(
                  commands,
                  TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                  Integer.toString(TopicMaker.COMMAND_BYTES)));
    }
  }

  private void retention(List<String> findings, Topics.Described commands) {
    long retentionMs = Long.parseLong(commands.value(TopicConfig.RETENTION_MS_CONFIG));
    if (retentionMs >= 0 && retentionMs < greatestAge.toMillis()) {
      findings.add(
          "Topic "
              + commands.name()
              + " keeps records for "
              + Duration.ofMillis(retentionMs)
              + ", less than the greatest age of a command ("
              + greatestAge
              + "): commands could vanish unanswered. Raise retention.ms or lower"
              + " rules.greatest-age");
    }
  }

  private static void durability(List<String> findings, Topics.Described topic) {
    int replicas = topic.replicas();
    int minIsr = Integer.parseInt(topic.value(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
    if (replicas < 3 || minIsr < 2) {
      findings.add(
          "Topic "
              + topic.name()
              + " has replication "
              + replicas
              + " and min.insync.replicas "
              + minIsr
              + "; 3 and 2 are needed, or one broker's loss can lose what was promised. On a"
              + " cluster of one broker set kafka.single-broker=true");
    }
    setting(findings, topic, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
  }
}
