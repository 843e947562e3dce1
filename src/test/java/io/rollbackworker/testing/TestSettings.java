package io.rollbackworker.testing;

import io.rollbackworker.Settings;
import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.rollback.Rules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings with short times. */
public final class TestSettings {
  /** A busy machine must not make a doubt of every second request. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

  private TestSettings() {}

  /** Topics of one test, on a cluster of one broker. */
  public static KafkaSettings kafka(String bootstrapServers, String name) {
    return kafka(bootstrapServers, name, true);
  }

  public static KafkaSettings kafka(String bootstrapServers, String name, boolean singleBroker) {
    return new KafkaSettings(
        bootstrapServers,
        name + ".group",
        name + ".commands",
        name + ".outcomes",
        name + ".ledger",
        name + ".dead-letters",
        singleBroker,
        Duration.ofSeconds(6),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Map.of());
  }

  public static Rules rules() {
    return new Rules(
        Duration.ofHours(1),
        Duration.ofMinutes(30),
        Duration.ofSeconds(1),
        REQUEST_TIMEOUT,
        Duration.ofMillis(500),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        10_000,
        Duration.ofHours(6),
        List.of(Samples.PROJECT));
  }

  /** A worker's. */
  static Settings worker(KafkaSettings kafka, URI cloud, String worker) {
    CloudSettings cloudSettings =
        new CloudSettings(
            cloud, null, Duration.ofSeconds(2), Duration.ofSeconds(5), REQUEST_TIMEOUT, 64, 2);
    return new Settings(
        kafka,
        cloudSettings,
        rules(),
        new Preconditions(List.of("autobk_snapshot_")),
        65_536,
        worker);
  }
}
