package io.rollbackworker.bench;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.testing.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics of one run: for all arms the same, with the settings that ours needs. */
record Topics(KafkaSettings settings) {
  static Topics make(String bootstrapServers, String run, int partitions) throws Exception {
    KafkaSettings settings = TestSettings.kafka(bootstrapServers, run);
    try (TopicSetup topics =
        new TopicSetup(settings, new Memory(Duration.ofHours(2), Duration.ofHours(1)))) {
      topics.create(partitions);
    }
    Topics made = new Topics(settings);
    made.shareFromTheBeginning();
    return made;
  }

  private void shareFromTheBeginning() throws Exception {
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
    ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(group, List.of(new AlterConfigOp(earliest, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  /** A backlog. */
  void publish(int commands, Keys keys) {
    try (KafkaProducer<String, String> producer = producer(20)) {
      for (int number : keys.numbers(commands)) {
        publish(producer, number);
      }
    }
  }

  void publish(KafkaProducer<String, String> producer, int number) {
    String id = snapshot(number);
    var _ =
        producer.send(
            new ProducerRecord<>(settings.commandsTopic(), id, "{\"snapshot_id\":\"" + id + "\"}"));
  }

  /** Of commands. */
  KafkaProducer<String, String> producer(int lingerMillis) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", settings.bootstrapServers(), "linger.ms", lingerMillis),
        new StringSerializer(),
        new StringSerializer());
  }

  static String snapshot(int number) {
    byte[] name = ("snapshot " + number).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }
}
