package io.rollbackworker.kafka.topics;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.rollbackworker.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may do what in the cluster, and no more: tested against an authorizer that has exactly these.
 * (In Kafka READ and WRITE imply DESCRIBE.)
 */
public final class Permissions {
  /** Who uses the cluster. */
  public enum Role {
    /** Runs the fleet. */
    WORKER,
    /** Publishes commands. */
    REQUESTER,
    /** Runs campaigns, and reads them. */
    CAMPAIGNER,
    /** Reads outcomes, in a group of its own with the fleet's name and a dot in front. */
    SUBSCRIBER,
    /** Freezes, thaws, and says what became of doubts. */
    OPERATOR,
    /** Makes, adopts, checks and upgrades topics: whoever has it can break every promise. */
    ADMIN,
    /** Reads everything, changes nothing: audit, explain, ledger. */
    AUDITOR,
    /** Sees how far the fleet is, and nothing that anybody wrote. */
    MONITOR
  }

  /** One thing and what a role may do with it. */
  record Grant(ResourceType type, String name, PatternType pattern, Set<AclOperation> operations) {
    Grant {
      operations = new TreeSet<>(operations);
    }
  }

  private final KafkaSettings settings;

  public Permissions(KafkaSettings settings) {
    this.settings = settings;
  }

  List<Grant> of(Role role) {
    return switch (role) {
      case WORKER ->
          List.of(
              // WRITE: forwards of misplaced records.
              topic(settings.commandsTopic(), READ, WRITE, DESCRIBE_CONFIGS),
              // READ: an outcome is told when it was read back.
              topic(settings.outcomesTopic(), READ, WRITE, DESCRIBE_CONFIGS),
              topic(settings.ledgerTopic(), READ, WRITE, DESCRIBE_CONFIGS),
              topic(settings.deadLettersTopic(), WRITE),
              topic(settings.controlTopic(), READ, DESCRIBE_CONFIGS),
              topic(settings.evidenceTopic(), READ, WRITE, DESCRIBE_CONFIGS),
              coordinator(),
              group(settings.group(), READ),
              lanes());
      case REQUESTER -> List.of(topic(settings.commandsTopic(), WRITE));
      case CAMPAIGNER ->
          List.of(
              topic(settings.commandsTopic(), WRITE),
              topic(settings.outcomesTopic(), READ),
              topic(settings.campaignsTopic(), READ, WRITE),
              new Grant(
                  ResourceType.TRANSACTIONAL_ID,
                  settings.campaignsId(""),
                  PatternType.PREFIXED,
                  Set.of(WRITE)));
      case SUBSCRIBER ->
          List.of(
              topic(settings.outcomesTopic(), READ),
              new Grant(
                  ResourceType.GROUP, settings.group() + ".", PatternType.PREFIXED, Set.of(READ)));
      case OPERATOR ->
          List.of(
              topic(settings.controlTopic(), READ, WRITE),
              topic(settings.ledgerTopic(), READ)); // Where the doubts are.
      case ADMIN ->
          List.of(
              topic(settings.commandsTopic(), CREATE, READ, DESCRIBE_CONFIGS),
              topic(settings.outcomesTopic(), CREATE, DESCRIBE, DESCRIBE_CONFIGS),
              topic(settings.ledgerTopic(), CREATE, READ, WRITE, DESCRIBE_CONFIGS),
              topic(settings.deadLettersTopic(), CREATE, DESCRIBE, DESCRIBE_CONFIGS),
              topic(settings.controlTopic(), CREATE, DESCRIBE, DESCRIBE_CONFIGS),
              topic(settings.evidenceTopic(), CREATE, DESCRIBE, DESCRIBE_CONFIGS),
              topic(settings.campaignsTopic(), CREATE, DESCRIBE, DESCRIBE_CONFIGS),
              coordinator(),
              group(settings.group(), READ), // To reset its offsets.
              lanes());
      case AUDITOR ->
          List.of(
              topic(settings.commandsTopic(), READ),
              topic(settings.outcomesTopic(), READ),
              topic(settings.ledgerTopic(), READ),
              topic(settings.deadLettersTopic(), READ),
              topic(settings.controlTopic(), READ),
              topic(settings.evidenceTopic(), READ),
              topic(settings.campaignsTopic(), READ));
      case MONITOR ->
          List.of(
              topic(settings.commandsTopic(), DESCRIBE),
              topic(settings.outcomesTopic(), DESCRIBE),
              group(settings.group(), DESCRIBE));
    };
  }

  /** To see how it is replicated. */
  private static Grant coordinator() {
    return topic(Topic.TRANSACTION_STATE_TOPIC_NAME, DESCRIBE, DESCRIBE_CONFIGS);
  }

  private static Grant topic(String name, AclOperation... operations) {
    return new Grant(ResourceType.TOPIC, name, PatternType.LITERAL, Set.of(operations));
  }

  private static Grant group(String name, AclOperation... operations) {
    return new Grant(ResourceType.GROUP, name, PatternType.LITERAL, Set.of(operations));
  }

  /** A transactional id for each partition of the ledger. */
  private Grant lanes() {
    return new Grant(
        ResourceType.TRANSACTIONAL_ID,
        settings.ledgerTopic() + "-",
        PatternType.PREFIXED,
        Set.of(WRITE));
  }

  /** As an authorizer knows them. */
  public List<AclBinding> bindings(Role role, String principal) {
    List<AclBinding> bindings = new ArrayList<>();
    for (Grant grant : of(role)) {
      ResourcePattern pattern = new ResourcePattern(grant.type(), grant.name(), grant.pattern());
      for (AclOperation operation : grant.operations()) {
        bindings.add(
            new AclBinding(
                pattern,
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }

  /**
   * As commands of Kafka's own tool; the shell variable BROKERS names the brokers.
   *
   * @param principal as the cluster knows it, for example {@code User:rollback-worker}
   */
  public List<String> commands(Role role, String principal) {
    return of(role).stream().map(grant -> command(grant, principal)).toList();
  }

  private static String command(Grant grant, String principal) {
    StringBuilder line =
        new StringBuilder("kafka-acls.sh --bootstrap-server \"$BROKERS\" --add --allow-principal '")
            .append(principal)
            .append('\'');
    grant.operations().forEach(operation -> line.append(" --operation ").append(word(operation)));
    line.append(" --")
        .append(word(grant.type()).replace('_', '-'))
        .append(" '")
        .append(grant.name())
        .append('\'');
    if (grant.pattern() == PatternType.PREFIXED) {
      line.append(" --resource-pattern-type prefixed");
    }
    return line.toString();
  }

  /** As the tool spells it: DescribeConfigs, transactional-id. */
  private static String word(Enum<?> constant) {
    if (constant instanceof ResourceType) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
