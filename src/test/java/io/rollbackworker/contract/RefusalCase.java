package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.testing.Fleet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fleet whose topics can be spoilt, and how refusals are asked for. */
abstract class RefusalCase {
  static final int PARTITIONS = 2;
  protected Fleet fleet;
  protected KafkaSettings kafka;
  protected Admin admin;

  @BeforeEach
  void startFleet() throws Exception {
    fleet = Fleet.with(PARTITIONS);
    kafka = fleet.kafka();
    admin = Admin.create(new ClientProperties(kafka).admin());
  }

  @AfterEach
  void stopFleet() {
    admin.close();
    fleet.spoiled();
    fleet.close();
  }

  protected final void assertRefusedAtStart(String... parts) {
    assertThatThrownBy(fleet::startWorker)
        .isInstanceOf(ContractBroken.class)
        .message()
        .contains(parts);
  }

  /** Every partition says why it is not worked on and what to do. */
  protected final void assertBlocked(String... parts) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(fleet.status())
                    .isNotEmpty()
                    .allSatisfy(
                        status -> assertThat(status).startsWith("blocked: ").contains(parts)));
  }

  protected final KafkaSettings withLedger(String ledger, String group) {
    return new KafkaSettings(
        kafka.bootstrapServers(),
        group,
        kafka.commandsTopic(),
        kafka.outcomesTopic(),
        ledger,
        kafka.deadLettersTopic(),
        kafka.controlTopic(),
        kafka.evidenceTopic(),
        kafka.campaignsTopic(),
        Duration.ofDays(400),
        true,
        kafka.sessionTimeout(),
        kafka.maxPollInterval(),
        kafka.checkInterval(),
        kafka.clockSkew(),
        Map.of());
  }

  protected final void set(String topic, String name, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    admin
        .incrementalAlterConfigs(
            Map.of(
                resource,
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
    await()
        .until(
            () ->
                admin
                    .describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value()
                    .equals(value));
  }

  protected final void make(String topic, Map<String, String> configs) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1).configs(configs)))
        .all()
        .get();
    await()
        .ignoreExceptions()
        .until(
            () ->
                admin
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .size()
                    == PARTITIONS);
  }

  protected final void recreate(String topic, Map<String, String> configs) throws Exception {
    String before = topicId(topic);
    admin.deleteTopics(List.of(topic)).all().get();
    await()
        .ignoreExceptions()
        .until(
            () -> {
              make(topic, configs);
              return !topicId(topic).equals(before);
            });
  }

  protected final String topicId(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .topicId()
        .toString();
  }
}
