package io.rollbackworker.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.testing.Figures;
import io.rollbackworker.testing.FilledLedger;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.WorkerProcess;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A packaged worker that is given all partitions at once, with more in their ledgers than its
 * memory may hold. The figures of the proof: -Dledger.entries=1000000 -Dledger.partitions=50
 * -Dledger.heap=360m -Dledger.percent=50.
 */
@Tag("proof")
class LargeLedgerIT {
  private static final int ENTRIES = Integer.getInteger("ledger.entries", 200_000);
  private static final int PARTITIONS = Integer.getInteger("ledger.partitions", 20);
  private static final String HEAP = System.getProperty("ledger.heap", "160m");
  private static final String PERCENT = System.getProperty("ledger.percent", "20");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private Fleet fleet;
  private WorkerProcess worker;
  private int port;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(PARTITIONS);
  }

  @AfterEach
  void stop() throws Exception {
    worker.kill();
    fleet.close();
  }

  @Test
  void shouldForgetWhatMadeNoRequestAndAnswerAll() throws Exception {
    startOn(FilledLedger::rejected);
    await().atMost(PATIENCE).until(() -> partitions("running").size() == PARTITIONS);

    askEverywhere().values().forEach(fleet::answer);

    assertThat(entries()).isBetween(ENTRIES / 10, ENTRIES * 9 / 10);
    assertThat(worker.isAlive()).isTrue();
    note("refused");
  }

  @Test
  void shouldBlockByNameWhatItCannotRememberAndAnswerTheOthers() throws Exception {
    startOn(FilledLedger::completed);
    await()
        .atMost(PATIENCE)
        .until(() -> partitions("running").size() + partitions("blocked").size() == PARTITIONS);
    Set<Integer> running = partitions("running");
    assertThat(running).isNotEmpty();
    assertThat(partitions("blocked")).isNotEmpty();
    assertThat(lanes())
        .filteredOn(lane -> lane.at("/state").asText().equals("blocked"))
        .allSatisfy(
            lane ->
                assertThat(lane.at("/why").asText())
                    .contains("the worker's memory is used up", "worker.heap-percent"));

    askEverywhere()
        .forEach(
            (partition, stored) -> {
              if (running.contains(partition)) {
                var _ = fleet.answer(stored);
              }
            });

    assertThat(worker.isAlive()).isTrue();
    note("completed");
  }

  private void startOn(Supplier<RunState> states) throws Exception {
    FilledLedger.fill(fleet.kafka(), PARTITIONS, ENTRIES / PARTITIONS, states);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    worker =
        WorkerProcess.start(
            List.of(WorkerProcess.image() + "/bin/rollback-worker", "run"),
            WorkerProcess.environment(
                fleet.kafka(),
                fleet.cloud().endpoint(),
                "worker",
                Map.of(
                    "HTTP_PORT",
                    Integer.toString(port),
                    "WORKER_HEAP_PERCENT",
                    PERCENT,
                    "JAVA_OPTIONS",
                    "-XX:+UseSerialGC -Xmx" + HEAP)),
            Path.of("target", "large-ledger.log").toFile());
  }

  /** One command for each partition. */
  private Map<Integer, CommandPublisher.Stored> askEverywhere() throws Exception {
    Map<Integer, CommandPublisher.Stored> asked = new TreeMap<>();
    for (int i = 1; asked.size() < PARTITIONS; i++) {
      String seed = "bulk-" + i;
      int partition = Placement.of(new SnapshotId(SeedWorld.snapshotId(seed)), PARTITIONS);
      if (!asked.containsKey(partition)) {
        asked.put(partition, fleet.publish(seed, ""));
      }
    }
    return asked;
  }

  private List<JsonNode> lanes() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status.json")).build();
    try {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return StreamSupport.stream(JSON.readTree(body).at("/worker/lanes").spliterator(), false)
          .toList();
    } catch (java.net.ConnectException e) {
      assertThat(worker.isAlive()).as("see target/large-ledger.log").isTrue();
      return List.of(); // It is starting.
    }
  }

  private Set<Integer> partitions(String state) throws Exception {
    return lanes().stream()
        .filter(lane -> lane.at("/state").asText().equals(state))
        .map(lane -> lane.at("/partition").asInt())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private int entries() throws Exception {
    return lanes().stream().mapToInt(lane -> lane.at("/entries").asInt()).sum();
  }

  private void note(String what) throws Exception {
    Figures.note(
        "%,d %s entries on %d partitions, heap %s: %d running with %,d entries, %d blocked by name"
            .formatted(
                ENTRIES,
                what,
                PARTITIONS,
                HEAP,
                partitions("running").size(),
                entries(),
                partitions("blocked").size()));
  }
}
