package io.rollbackworker.proof.chaos;

import static java.util.Comparator.comparingInt;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.audit.Report;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Jvm;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import io.rollbackworker.worker.Worker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One worker is stopped at a crash point with one command, another takes over, the first comes back
 * where it can; then the history is checked.
 */
final class StoppedWorker {
  /** The manners to stop. */
  enum Manner {
    /** SIGKILL. */
    HALT,
    /** SIGSTOP until the command's deadline has passed and another worker has answered it. */
    PAUSE,
    /** Cut off from brokers and cloud, until another worker has answered. */
    NETWORK_LOST
  }

  /** What happened. */
  record Finding(CrashPoint point, Manner manner, String story, int effects, Report report) {
    String row() {
      String verdict = report.violations().isEmpty() ? "kept" : report.violations().toString();
      return "| %s | %s | %s | %s | %d | %s |"
          .formatted(point, manner, point.durable(), story, effects, verdict);
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * Long enough for a successor to see it: the session time-out (6 s since the last heartbeat), the
   * rebalance and the restore come first, on a busy machine.
   */
  private static final Duration ROLLBACK = Duration.ofSeconds(25);

  private final Cluster cluster;
  private final int door;
  private final CrashPoint point;
  private final Manner manner;

  StoppedWorker(Cluster cluster, int door, CrashPoint point, Manner manner) {
    this.cluster = cluster;
    this.door = door;
    this.point = point;
    this.manner = manner;
  }

  Finding run() throws Exception {
    String name = (point + "." + manner).toLowerCase(Locale.ROOT);
    KafkaSettings direct = TestSettings.kafka(cluster.bootstrapServers(), name);
    try (Fleet fleet = Fleet.on(direct, 2, ROLLBACK)) {
      try (TcpProxy cloud = TcpProxy.start(0, fleet.cloud().endpoint().getPort());
          WorkerProcess victim = start(direct, cloud)) {
        victim.awaitLine(
            "started", PATIENCE); // The deadline counts from here, not from a JVM's start.
        Instant deadline = Instant.now().plus(untilDeadline());
        publish(
            direct,
            isForward() ? 1 : 0,
            "{\"snapshot_id\":\"%s\",\"expires_at\":\"%s\"}"
                .formatted(snapshotOnPartition(0, 2), deadline));
        victim.awaitLine("reached " + point, PATIENCE);
        stop(victim, cloud);
        Worker successor = fleet.startWorker();
        fleet.awaitFirstOutcome();
        comeBack(victim, cloud, deadline, direct);
        fleet.awaitAudit(report -> report.figures().unanswered() == 0);
        fleet.stop(successor);
        String story =
            fleet.outcomes().stream()
                .sorted(comparingInt(o -> o.told().revision()))
                .map(StoppedWorker::told)
                .collect(Collectors.joining(", "));
        return new Finding(point, manner, story, fleet.effects().size(), fleet.audit());
      }
    }
  }

  /**
   * Short where the zombie is to wake up after it. Not so between the last check and the socket:
   * what wakes up there may still send, once, however late.
   */
  private Duration untilDeadline() {
    return manner == Manner.PAUSE && point != CrashPoint.PERMIT_TAKEN
        ? Duration.ofSeconds(18)
        : Duration.ofMinutes(10);
  }

  /** As a client would whose partitioner is another. */
  private static void publish(KafkaSettings kafka, int partition, String json) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  kafka.commandsTopic(), partition, null, json.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  /** One of the ordinary snapshots that belongs there. */
  private static String snapshotOnPartition(int partition, int partitions) {
    return IntStream.rangeClosed(1, 1_000)
        .mapToObj(i -> SeedWorld.snapshotId("bulk-" + i))
        .filter(id -> Placement.of(new SnapshotId(id), partitions) == partition)
        .findFirst()
        .orElseThrow();
  }

  private boolean isForward() {
    return point == CrashPoint.FORWARD_DECIDED || point == CrashPoint.FORWARD_SENT;
  }

  private WorkerProcess start(KafkaSettings direct, TcpProxy cloud) throws Exception {
    KafkaSettings behindDoor = TestSettings.kafka(cluster.bootstrapServers(door), prefix(direct));
    return WorkerProcess.startReadable(
        Jvm.command(Jvm.classPath(), HaltingWorker.class.getName(), List.of(point.name())),
        WorkerProcess.environment(
            behindDoor,
            URI.create("http://127.0.0.1:" + cloud.port()),
            "victim",
            Map.of(
                // What wakes up before the socket must not be stopped by its own time-out.
                "CLOUD_REQUEST_TIMEOUT", point == CrashPoint.PERMIT_TAKEN ? "1m" : "5s",
                "RULES_PERMIT_LIFE", "5s",
                "RULES_VISIBLE_AFTER", "1s",
                "RULES_POLL_SHORTEST", "100ms",
                "KAFKA_MAX_POLL_INTERVAL", "10s")));
  }

  private static String prefix(KafkaSettings settings) {
    return settings.group().substring(0, settings.group().lastIndexOf('.'));
  }

  private void stop(WorkerProcess victim, TcpProxy cloud) throws Exception {
    switch (manner) {
      case HALT -> victim.kill();
      case PAUSE -> {
        victim.freeze();
        victim.writeLine();
      }
      case NETWORK_LOST -> {
        cluster.door(door).forEach(TcpProxy::cut);
        cloud.cut();
        victim.writeLine();
      }
    }
  }

  /** The zombie finds out; it has done all that it ever will when it has stopped in order. */
  private void comeBack(
      WorkerProcess victim, TcpProxy cloud, Instant deadline, KafkaSettings direct)
      throws Exception {
    switch (manner) {
      case HALT -> {}
      case PAUSE -> {
        if (point != CrashPoint.PERMIT_TAKEN) {
          // So late that the audit would see whatever it still sends.
          Instant late = deadline.plus(Fleet.P5_TOLERANCE).plusSeconds(2);
          await().atMost(PATIENCE).until(() -> Instant.now().isAfter(late));
        }
        victim.thaw();
        awaitBothInGroup(direct); // It has had all the time to do what it was about to do.
        victim.terminate();
      }
      case NETWORK_LOST -> {
        cluster.door(door).forEach(TcpProxy::heal);
        cloud.heal();
        awaitBothInGroup(direct);
        victim.terminate();
      }
    }
  }

  private static void awaitBothInGroup(KafkaSettings kafka) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  admin
                          .describeConsumerGroups(List.of(kafka.group()))
                          .describedGroups()
                          .get(kafka.group())
                          .get()
                          .members()
                          .size()
                      == 2);
    }
  }

  private static String told(Outcome outcome) {
    var error = outcome.result().errorOrNull();
    return outcome.result().type()
        + (error == null ? "" : " " + error.code())
        + (outcome.told().evidence() == null ? "" : " by evidence")
        + (outcome.duplicateOf() == null ? "" : " (again)");
  }
}
