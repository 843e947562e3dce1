package io.rollbackworker.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Jvm;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real brokers: the commit of an intent is acknowledged, and before its end is written two of
 * the ledger's replicas, the leader among them, are killed.
 */
@Tag("proof")
class ReplicasLostIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Test
  void shouldNotActOnACommitWhoseEndWasLostWithItsReplicas(@TempDir Path folder) throws Exception {
    try (Cluster cluster = Cluster.start(folder, 3, 0)) {
      KafkaSettings kafka = TestSettings.kafka(cluster.bootstrapServers(), "lost", false);
      try (Fleet fleet = Fleet.on(kafka, 1, Duration.ofSeconds(2));
          WorkerProcess worker = haltingWorker(kafka, fleet)) {
        worker.awaitLine("started", PATIENCE);
        for (int broker = 0; broker < cluster.size(); broker++) {
          cluster.forgetLeaders(broker, 1);
        }
        fleet.publish("bulk-1", "");
        worker.awaitLine("reached " + CrashPoint.INTENT_UNSEEN, PATIENCE);
        assertThat(fleet.effects()).isEmpty();

        List<Integer> lost = leaderAndAnother(kafka);
        for (int broker : lost) {
          cluster.kill(broker);
        }
        for (int broker : lost) {
          cluster.restart(broker);
        }
        cluster.awaitServing();
        worker.writeLine(); // The permit is still good, if it counts.

        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    fleet.outcomes().stream().anyMatch(o -> o.result().type().equals("completed")));
        assertThat(fleet.effects().values()).containsExactly(1L);
        fleet.awaitAudit(report -> report.figures().unanswered() == 0);
        assertThat(fleet.audit().violations()).isEmpty();
      }
    }
  }

  private static WorkerProcess haltingWorker(KafkaSettings kafka, Fleet fleet) throws Exception {
    return WorkerProcess.startReadable(
        Jvm.command(Jvm.classPath(), HaltingWorker.class.getName(), List.of("INTENT_UNSEEN")),
        WorkerProcess.environment(
            kafka,
            fleet.cloud().endpoint(),
            "victim",
            Map.of("RULES_PERMIT_LIFE", "2m", "CLOUD_REQUEST_TIMEOUT", "5s")));
  }

  /** By their place in the cluster; broker n has the id n + 1. */
  private static List<Integer> leaderAndAnother(KafkaSettings kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      TopicPartitionInfo ledger =
          admin
              .describeTopics(List.of(kafka.ledgerTopic()))
              .allTopicNames()
              .get()
              .get(kafka.ledgerTopic())
              .partitions()
              .getFirst();
      int leader = ledger.leader().id();
      int other =
          ledger.isr().stream()
              .map(node -> node.id())
              .filter(id -> id != leader)
              .findFirst()
              .orElseThrow();
      return List.of(leader - 1, other - 1);
    }
  }
}
