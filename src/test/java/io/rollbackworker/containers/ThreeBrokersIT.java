package io.rollbackworker.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replication 3, min.insync.replicas 2: what one broker's loss must not stop. */
@Tag("containers")
class ThreeBrokersIT {
  private static final String BROKERS = "127.0.0.1:29191,127.0.0.1:29192,127.0.0.1:29193";

  @Test
  void shouldGoOnWhenOneOfThreeBrokersIsStopped() throws Exception {
    try (Compose brokers =
        Compose.up(
            "rollback-brokers",
            "-f src/test/docker/three-brokers.yml",
            Map.of(),
            "apache/kafka:4.3.1")) {
      KafkaSettings kafka = TestSettings.kafka(BROKERS, "three", false);
      try (Fleet fleet = whenTheClusterAnswers(kafka)) {
        fleet.startWorker();
        fleet.ready();
        for (int i = 1; i <= 40; i++) {
          fleet.publish("bulk-" + i, "");
        }
        brokers.docker("stop %s", "broker-1");
        for (int i = 41; i <= 80; i++) {
          fleet.publish("bulk-" + i, "");
        }
        fleet.awaitAnswers(80);

        assertThat(fleet.effects()).hasSize(80).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
      }
    }
  }

  /** Making the topics is the first thing that needs the whole cluster. */
  private static Fleet whenTheClusterAnswers(KafkaSettings kafka) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> Fleet.on(kafka, 4), fleet -> true);
  }
}
