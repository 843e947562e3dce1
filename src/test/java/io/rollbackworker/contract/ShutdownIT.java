package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.WorkerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to the packaged program, and what its log says in JSON. */
class ShutdownIT {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final long SLOW_MILLIS = 45_000;

  @TempDir private Path folder;

  /** What it cannot finish, it names, and the next owner reconciles: the rollback is seen. */
  @Test
  void shouldEndWith0WithinItsGraceAlthoughARequestIsUnderWay() throws Exception {
    try (Fleet fleet = Fleet.with(1, Duration.ofSeconds(30))) {
      fleet
          .cloud()
          .faults()
          .add(
              new Fault(
                  Fault.Operation.ROLLBACK,
                  FaultPoint.SILENCE_AFTER_EFFECT,
                  SeedWorld.snapshotId("bulk-1"),
                  1,
                  0,
                  null,
                  null,
                  SLOW_MILLIS));
      Map<String, String> more =
          Map.of(
              "WORKER_SHUTDOWN_GRACE", "2s", "CLOUD_REQUEST_TIMEOUT", "60s", "LOG_FORMAT", "json");
      var stored = fleet.publish("bulk-1", "");
      File log = folder.resolve("slow.log").toFile();
      try (WorkerProcess worker =
          WorkerProcess.start(
              List.of(WorkerProcess.image() + "/bin/rollback-worker", "run"),
              WorkerProcess.environment(fleet.kafka(), fleet.cloud().endpoint(), "slow", more),
              log)) {
        await()
            .atMost(Duration.ofSeconds(40))
            .until(() -> fleet.cloud().world().requests().size() == 1);
        long begin = System.nanoTime();

        assertThat(worker.terminate()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begin).toMillis()).isLessThan(SLOW_MILLIS);
        assertThat(linesOf(log))
            .anyMatch(
                line ->
                    line.path("formattedMessage").asText().startsWith("worker.shutdown-grace is")
                        && line.path("kvpList").findValuesAsText("requests").contains("1"));
      }
      fleet.ready();

      assertThat(fleet.answer(stored).result()).isInstanceOf(Result.Accepted.class);
      assertThat(fleet.effects()).containsOnly(Map.entry(SeedWorld.snapshotId("bulk-1"), 1L));
    }
  }

  @Test
  void shouldLogJsonWithTheCommandsTrace() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      File log = folder.resolve("worker.log").toFile();
      Map<String, String> more = Map.of("LOG_FORMAT", "json");
      try (WorkerProcess worker =
          WorkerProcess.start(
              List.of(WorkerProcess.image() + "/bin/rollback-worker", "run"),
              WorkerProcess.environment(fleet.kafka(), fleet.cloud().endpoint(), "json", more),
              log)) {
        fleet
            .publisher()
            .publishTo(
                0,
                Fleet.json("bulk-1", ""),
                Map.of("traceparent", "00-" + TRACE_ID + "-00f067aa0ba902b7-01"))
            .await();
        fleet.awaitAnswers(1);
        assertThat(worker.terminate()).isZero();
      }

      assertThat(linesOf(log))
          .anyMatch(line -> line.path("formattedMessage").asText().startsWith("worker started"))
          .anyMatch(
              line ->
                  line.path("formattedMessage").asText().equals("rollback request")
                      && line.at("/mdc/traceId").asText().equals(TRACE_ID))
          .anyMatch(
              line ->
                  line.path("loggerName").asText().equals("outcome")
                      && line.path("kvpList").findValuesAsText("traceId").contains(TRACE_ID)
                      && line.path("kvpList").findValuesAsText("outcome").contains("accepted"));
    }
  }

  private static List<JsonNode> linesOf(File log) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log.toPath())) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
