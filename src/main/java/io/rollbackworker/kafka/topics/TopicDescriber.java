package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Shows the topics as they are, and judges nothing. */
final class TopicDescriber {
  private final Cluster cluster;
  private final KafkaSettings settings;

  TopicDescriber(Cluster cluster, KafkaSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    settings.topics().forEach(topic -> describe(topic, lines));
    return lines;
  }

  private void describe(String topic, List<String> lines) {
    try {
      TopicDescription description = cluster.describe(topic);
      lines.add(
          topic
              + ": id "
              + description.topicId()
              + ", "
              + description.partitions().size()
              + " partitions, "
              + description.partitions().getFirst().replicas().size()
              + " replicas");
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      Map<ConfigResource, Config> configs =
          Cluster.get(cluster.admin().describeConfigs(List.of(resource)).all());
      Objects.requireNonNull(configs.get(resource)).entries().stream()
          .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
          .forEach(entry -> lines.add("  " + entry.name() + "=" + entry.value()));
    } catch (UnknownTopicOrPartitionException e) {
      lines.add(topic + ": does not exist");
    } catch (TopicAuthorizationException e) {
      lines.add(topic + ": may not be looked at (" + e.getMessage() + ")");
    }
  }
}
