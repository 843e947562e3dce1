package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.topics.Permissions.Grant;
import io.rollbackworker.kafka.topics.Permissions.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster lets this client do what a worker must do. Changes nothing; so transactional
 * ids, which only tell when they are used, are not looked at.
 */
final class AccessCheck {
  private final Cluster cluster;
  private final KafkaSettings settings;

  AccessCheck(Cluster cluster, KafkaSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  /** What is missing, a sentence each. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Grant grant : new Permissions(settings).of(Role.WORKER)) {
      if (grant.type() != ResourceType.TRANSACTIONAL_ID) {
        Set<AclOperation> lacking = new TreeSet<>(grant.operations());
        lacking.removeAll(allowed(grant));
        lacking.forEach(operation -> missing.add(sentence(grant, operation)));
      }
    }
    return missing;
  }

  private static String sentence(Grant grant, AclOperation operation) {
    return operation
        + " on "
        + grant.type().name().toLowerCase(Locale.ROOT)
        + " "
        + grant.name()
        + " is not allowed. Print what workers need with: rollback-worker topics acls";
  }

  private Set<AclOperation> allowed(Grant grant) {
    try {
      return grant.type() == ResourceType.TOPIC ? onTopic(grant.name()) : onGroup(grant.name());
    } catch (GroupIdNotFoundException | UnknownTopicOrPartitionException e) {
      // No worker has joined yet, or no transaction was made: nothing is known to be forbidden.
      return grant.operations();
    } catch (KafkaException e) {
      return Set.of(); // Not even describing it is allowed.
    }
  }

  private Set<AclOperation> onTopic(String topic) {
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    var found =
        Cluster.get(cluster.admin().describeTopics(List.of(topic), options).allTopicNames());
    return orNone(Objects.requireNonNull(found.get(topic)).authorizedOperations());
  }

  private Set<AclOperation> onGroup(String group) {
    var options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
    var found = Cluster.get(cluster.admin().describeConsumerGroups(List.of(group), options).all());
    return orNone(Objects.requireNonNull(found.get(group)).authorizedOperations());
  }

  private static Set<AclOperation> orNone(@Nullable Set<AclOperation> operations) {
    return operations == null ? Set.of() : operations;
  }
}
