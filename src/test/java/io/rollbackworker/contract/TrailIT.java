package io.rollbackworker.contract;

import static io.rollbackworker.testing.CommandLines.config;
import static io.rollbackworker.testing.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.testing.CommandLines;
import io.rollbackworker.testing.CommandLines.Run;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was told cannot be changed without an audit finding it. */
class TrailIT {
  private static final TopicPartition NONE = new TopicPartition("none", 0);

  @TempDir private Path folder;
  private Fleet fleet;
  private Path config;
  private TopicPartition outcomes = NONE;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(1);
    config = config(folder, fleet.kafka());
    outcomes = new TopicPartition(fleet.kafka().outcomesTopic(), 0);
    Worker first = fleet.ready();
    fleet.publish("bulk-1", "");
    fleet.publish("volume-in-use", "");
    fleet.awaitAnswers(2);
    fleet.stop(first); // The next owner goes on with the chain.
    fleet.ready();
    fleet.publish("bulk-2", "");
    fleet.publish("bulk-2", "");
    fleet.awaitAnswers(4);
    fleet.awaitAudit(report -> report.violations().isEmpty() && completed() == 2);
  }

  private long completed() {
    return fleet.outcomes().stream().filter(o -> o.result().type().equals("completed")).count();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void shouldFindNothingAndTellTheTips() throws Exception {
    Run audit = run(config, "audit");
    assertThat(audit.exitCode()).as(audit.out()).isZero();
    assertThat(audit.out()).contains("| tip of partition 0 | 6;");

    Path tips = Files.writeString(folder.resolve("tips.md"), audit.out());
    fleet.publish("bulk-3", "");
    fleet.awaitAnswers(5);
    assertThat(run(config, "audit", "--tips", tips.toString()).exitCode()).isZero();
    Files.writeString(tips, audit.out().replaceFirst("6;[0-9a-f]{8}", "6;00000000"));
    assertThat(run(config, "audit", "--tips", tips.toString()).out())
        .contains("THE_TRAIL: partition 0", "outcome 6 is not the one that the archived tip names");
  }

  @Test
  void shouldFindWhatWasPutIn() throws Exception {
    fleet.spoiled();
    try (var producer =
        new KafkaProducer<byte[], byte[]>(new ClientProperties(fleet.kafka()).publisher())) {
      producer.send(new ProducerRecord<>(outcomes.topic(), 0, null, "{}".getBytes())).get();
      producer.send(copy(outcomes.topic(), told().get(2))).get();
    }

    Run audit = run(config, "audit");

    assertThat(audit.exitCode()).isEqualTo(1);
    assertThat(audit.out()).contains("this is no outcome", "outcome 3 follows outcome 6");
  }

  @Test
  void shouldFindWhatWasChangedOrTakenOut() throws Exception {
    List<ConsumerRecord<byte[], byte[]>> honest = told();
    long second = honest.get(1).offset();

    assertThat(auditOf("-copied", honest, record -> record)).contains("| **violations** | **0** |");
    assertThat(auditOf("-less", honest, record -> record.offset() == second ? null : record))
        .contains("outcome 3 follows outcome 1");
    byte[] value = honest.get(1).value();
    int worker = new String(value, StandardCharsets.UTF_8).indexOf("worker-");
    value[worker + "worker-".length()] = '9'; // Another is said to have told it.
    assertThat(auditOf("-changed", honest, record -> record))
        .contains("outcome 3 does not fit the one before it, which was changed");
  }

  @Test
  void shouldFindWhatWasCutOffBeforeItsTime() throws Exception {
    fleet.spoiled();
    try (Cluster cluster = new Cluster(fleet.kafka())) {
      long third = told().get(2).offset();
      Cluster.get(
          cluster
              .admin()
              .deleteRecords(Map.of(outcomes, RecordsToDelete.beforeOffset(third)))
              .all());
    }

    assertThat(run(config, "audit").out())
        .contains("the chain begins with outcome 3; number 2 was told at ", "is to be kept longer");
  }

  @Test
  void shouldSayThatOutcomesAreNotKeptLongEnough() throws Exception {
    assertThat(CommandLines.plain("topics", "check", "-c", config.toString()).exitCode()).isZero();
    try (Cluster cluster = new Cluster(fleet.kafka())) {
      var week = new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "604800000");
      var topic = new ConfigResource(ConfigResource.Type.TOPIC, outcomes.topic());
      Cluster.get(
          cluster
              .admin()
              .incrementalAlterConfigs(
                  Map.of(topic, List.of(new AlterConfigOp(week, AlterConfigOp.OpType.SET))))
              .all());
    }

    Run check = CommandLines.plain("topics", "check", "-c", config.toString());

    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.err()).contains("for PT168H, less than kafka.outcomes-retention");
  }

  private List<ConsumerRecord<byte[], byte[]>> told() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(new ClientProperties(fleet.kafka()).follower())) {
      consumer.assign(List.of(outcomes));
      consumer.seekToBeginning(List.of(outcomes));
      while (consumer.position(outcomes) < consumer.endOffsets(List.of(outcomes)).get(outcomes)) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private static ProducerRecord<byte[], byte[]> copy(
      String topic, ConsumerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        topic, 0, record.timestamp(), record.key(), record.value(), record.headers());
  }

  /** What an audit says of a topic that somebody with all rights has made of what was told. */
  private String auditOf(
      String forged,
      List<ConsumerRecord<byte[], byte[]>> records,
      UnaryOperator<ConsumerRecord<byte[], byte[]>> change)
      throws Exception {
    String topic = outcomes.topic() + forged;
    try (Cluster cluster = new Cluster(fleet.kafka());
        var producer =
            new KafkaProducer<byte[], byte[]>(new ClientProperties(fleet.kafka()).publisher())) {
      Cluster.get(cluster.admin().createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        ConsumerRecord<byte[], byte[]> changed = change.apply(record);
        if (changed != null) {
          producer.send(copy(topic, changed)).get();
        }
      }
    }
    Path other = folder.resolve("forged.yaml");
    Files.writeString(other, Files.readString(config).replace(outcomes.topic(), topic));
    return run(other, "audit").out();
  }
}
