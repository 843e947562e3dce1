package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Bad input never stops a partition and always gets an answer. */
class BadInputIT {
  private static final String ID = SeedWorld.snapshotId("bulk-1");

  @Test
  void shouldAnswerEveryBadRecordAndGoOn() throws Exception {
    Map<String, byte[]> bad = new LinkedHashMap<>();
    bad.put("not JSON", utf8("hello"));
    bad.put("cut off", utf8("{\"snapshot_id\":\"" + ID + "\""));
    bad.put("not UTF-8", new byte[] {'{', '"', (byte) 0xfe, '"', ':', '1', '}'});
    bad.put("null", null);
    bad.put("empty", new byte[0]);
    bad.put("an array", utf8("[]"));
    bad.put("unknown field", json("\"force\":true"));
    bad.put("wrong type", json("\"dry_run\":\"true\""));
    bad.put("bad UUID", utf8("{\"snapshot_id\":\"snap-1\"}"));
    bad.put("unknown kind", json("\"kind\":\"delete\""));
    bad.put("deep", json("\"labels\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)));
    bad.put("duplicate keys", json("\"reason\":\"a\",\"reason\":\"b\""));
    bad.put("large number", json("\"labels\":" + "1".repeat(50_000)));
    bad.put("the largest value the topic takes", utf8("x".repeat((288 << 10) - 200)));
    try (Fleet fleet = Fleet.with(2)) {
      fleet.ready();
      Map<String, CommandPublisher.Stored> stored = new LinkedHashMap<>();
      for (var entry : bad.entrySet()) {
        stored.put(entry.getKey(), fleet.publish("foreign key", entry.getValue()));
      }
      var good = fleet.publish("foreign key", json("\"command_id\":\"good\""));

      for (var entry : stored.entrySet()) {
        Outcome answer = fleet.answer(entry.getValue());
        assertThat(answer.result()).as(entry.getKey()).isInstanceOf(Result.Rejected.class);
        assertThat(answer.result().errorOrNull().code())
            .as(entry.getKey())
            .isIn(ErrorCode.INVALID_COMMAND, ErrorCode.TOO_LARGE);
      }
      assertThat(fleet.answer(stored.get("cut off")).subject().snapshotId()).hasToString(ID);
      assertThat(fleet.answer(stored.get("unknown field")).subject().snapshotId()).hasToString(ID);
      assertThat(fleet.answer(good).result()).isInstanceOf(Result.Accepted.class);

      List<OutcomeReader.Event> letters = new ArrayList<>();
      try (OutcomeReader reader =
          OutcomeReader.fromBeginning(fleet.kafka(), fleet.kafka().deadLettersTopic())) {
        await()
            .until(
                () -> {
                  letters.addAll(reader.poll(Duration.ofMillis(100)));
                  return letters.size() >= bad.size();
                });
      }
      assertThat(letters)
          .hasSize(bad.size())
          .allSatisfy(
              letter ->
                  assertThat(letter.headers())
                      .containsKeys(
                          "rollback-cause",
                          "rollback-problem",
                          "rollback-origin-topic-id",
                          "rollback-origin-partition",
                          "rollback-origin-offset",
                          "rollback-value-bytes",
                          "rollback-value-sha256"));
    }
  }

  /**
   * A gzipped record of 20 MB of zeros passes a broker's limit where the topic allows compression;
   * a topic that is adopted may hold such from before.
   */
  @Test
  void shouldSurviveACompressionBomb() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      compress(fleet, "producer");
      try (KafkaProducer<byte[], byte[]> gzip = gzipProducer(fleet)) {
        gzip.send(
                new ProducerRecord<>(fleet.kafka().commandsTopic(), utf8("k"), new byte[20 << 20]))
            .get();
      }
      compress(fleet, "uncompressed");
      fleet.ready();
      var good = fleet.publish("bulk-2", "");

      assertThat(fleet.answer(good).result()).isInstanceOf(Result.Accepted.class);
      assertThat(fleet.answers().getFirst().result().errorOrNull().code())
          .isEqualTo(ErrorCode.TOO_LARGE);
    }
  }

  /**
   * Sixteen commands with the fattest texts that are legal make the fattest entry; it still fits
   * into a record.
   */
  @Test
  void shouldHoldTheFattestEntry() throws Exception {
    String fat = "\uD83D\uDCA5\\\"".repeat(250);
    try (Fleet fleet = Fleet.with(1)) {
      fleet.ready();
      List<CommandPublisher.Stored> stored = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        stored.add(
            fleet.publish(
                "volume-in-use",
                "'command_id':'"
                    + "c".repeat(190)
                    + i
                    + "','reason':'"
                    + fat
                    + "','labels':{"
                    + labels()
                    + "}"));
      }

      for (CommandPublisher.Stored command : stored) {
        assertThat(fleet.answer(command).result().errorOrNull().code())
            .isEqualTo(ErrorCode.VOLUME_IN_USE);
      }
    }
  }

  private static String labels() {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      labels.append(i == 0 ? "" : ",").append("'l").append(i).append("':'");
      labels.append("\uD83D\uDCA5".repeat(90)).append("'");
    }
    return labels.toString();
  }

  private static KafkaProducer<byte[], byte[]> gzipProducer(Fleet fleet) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            fleet.kafka().bootstrapServers(),
            "compression.type",
            "gzip",
            "max.request.size",
            32 << 20,
            "buffer.memory",
            64L << 20),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void compress(Fleet fleet, String type) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", fleet.kafka().bootstrapServers()))) {
      ConfigResource topic =
          new ConfigResource(ConfigResource.Type.TOPIC, fleet.kafka().commandsTopic());
      admin
          .incrementalAlterConfigs(
              Map.of(
                  topic,
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("compression.type", type), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private static byte[] json(String fields) {
    return utf8("{\"snapshot_id\":\"" + ID + "\"," + fields + "}");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
