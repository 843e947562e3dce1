package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;

/** Each topic's description, and the settings of those that have any to be looked at. */
record Topics(
    Map<String, KafkaFuture<TopicDescription>> descriptions,
    Map<ConfigResource, KafkaFuture<Config>> configs) {

  /** A topic as it is. */
  record Described(TopicDescription description, Config config) {
    String name() {
      return description.name();
    }

    String id() {
      return description.topicId().toString();
    }

    int partitions() {
      return description.partitions().size();
    }

    int replicas() {
      return description.partitions().getFirst().replicas().size();
    }

    String value(String setting) {
      return Objects.requireNonNull(config.get(setting), setting).value();
    }
  }

  /** Two questions for all topics together: a worker asks this for each partition that it opens. */
  static Topics describe(Cluster cluster, KafkaSettings settings) {
    List<String> withSettings =
        List.of(
            settings.commandsTopic(),
            settings.outcomesTopic(),
            settings.ledgerTopic(),
            settings.controlTopic(),
            settings.evidenceTopic(),
            Topic.TRANSACTION_STATE_TOPIC_NAME);
    List<String> all = new ArrayList<>(withSettings);
    all.add(settings.deadLettersTopic());
    List<ConfigResource> resources =
        withSettings.stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    return new Topics(
        cluster.admin().describeTopics(all).topicNameValues(),
        cluster.admin().describeConfigs(resources).values());
  }

  Described of(String name) throws ContractBroken {
    return ifThere(name)
        .orElseThrow(
            () ->
                new ContractBroken(
                    "Topic "
                        + name
                        + " does not exist. Make all topics with: rollback-worker topics create"));
  }

  /** The transaction coordinator's own; not there before the cluster's first transaction. */
  Optional<Described> ofCoordinator() {
    return ifThere(Topic.TRANSACTION_STATE_TOPIC_NAME);
  }

  private Optional<Described> ifThere(String name) {
    try {
      TopicDescription description =
          Cluster.get(Objects.requireNonNull(descriptions.get(name), name));
      KafkaFuture<Config> config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
      return Optional.of(
          new Described(description, config == null ? new Config(List.of()) : Cluster.get(config)));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }
}
