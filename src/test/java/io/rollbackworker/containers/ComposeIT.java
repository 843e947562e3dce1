package io.rollbackworker.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.audit.AuditSettings;
import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.Report;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.dev.simulator.RollbackRequest;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The fleet of the repository's own docker-compose.yml: its whole job, and what docker can do to
 * it.
 */
@Tag("containers")
class ComposeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LOAD = 120;

  private static final KafkaSettings KAFKA =
      new KafkaSettings(
          "127.0.0.1:29092",
          "rollback-workers",
          "rollback.commands",
          "rollback.outcomes",
          "rollback.ledger",
          "rollback.dead-letters",
          "rollback.control",
          "rollback.evidence",
          "rollback.campaigns",
          Duration.ofDays(400),
          true,
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Map.of());

  private static Compose compose;
  private static CommandPublisher publisher;
  private static OutcomeReader reader;
  private static final List<Outcome> OUTCOMES = new ArrayList<>();

  /** Over all tests: each takes snapshots of its own. */
  private static int published;

  private static int nextSeed = 1;

  @BeforeAll
  static void start() throws Exception {
    compose =
        Compose.up(
            "rollback-it",
            "-f docker-compose.yml -f src/test/docker/short-times.yml",
            Map.of(
                "KAFKA_PORT", "29092",
                "CLOUD_PORT", "38080",
                "WORKER_1_PORT", "38081",
                "WORKER_2_PORT", "38082",
                "WORKER_3_PORT", "38083"),
            "apache/kafka:4.3.1",
            "eclipse-temurin:25-jre");
    await().atMost(PATIENCE).until(() -> ready(1) && ready(2) && ready(3));
    publisher = new CommandPublisher(KAFKA);
    reader = OutcomeReader.fromBeginning(KAFKA, KAFKA.outcomesTopic());
  }

  @AfterAll
  static void stop() throws Exception {
    if (compose != null) {
      reader.close();
      publisher.close();
      compose.close();
    }
  }

  /** Whatever a test did: every command is answered, and no promise is broken. */
  @AfterEach
  void audit() throws Exception {
    awaitAnswers();
    AuditSettings rules =
        new AuditSettings(Duration.ofHours(24), Duration.ofHours(1), Fleet.P5_TOLERANCE);
    try (HistoryReader history =
        new HistoryReader(KAFKA, new CommandDecoder(65_536), Time.system())) {
      Report report = Report.of(history.read(Instant.MIN, ComposeIT::requests), rules);
      assertThat(report.violations()).isEmpty();
    }
  }

  @Test
  void shouldKeepTheWholeContract() throws Exception {
    String seed = newSeed();
    publish(seed, "'command_id':'first'");
    awaitType("first", Result.Completed.class);
    publish(seed, "'command_id':'second'");
    publish(newSeed(), "'command_id':'dry','dry_run':true");
    publish("volume-in-use", "'command_id':'attached'");
    publisher.publish("k", "nonsense".getBytes(StandardCharsets.UTF_8)).await();
    published++;
    awaitAnswers();

    assertThat(answer("second").duplicateOf()).hasToString("first");
    assertThat(answer("dry").result())
        .isInstanceOfSatisfying(
            Result.Checked.class, c -> assertThat(c.would()).isEqualTo(Result.Would.PROCEED));
    assertThat(answer("attached").result()).isInstanceOf(Result.Rejected.class);
    assertThat(effectsOf(seed)).isEqualTo(1);
    assertThat(
            compose.run(
                "exec -T worker-1 sh -c 'id -u; touch /opt/rollback-worker/x 2>&1 || true'"))
        .startsWith("10001")
        .contains("Read-only file system");
  }

  @Test
  void shouldLoseAndDoubleNothingWhenAWorkerIsKilled() throws Exception {
    disturb("kill %s", "start %s", "worker-1", 1);
  }

  /** It wakes up and finds that others have its partitions. */
  @Test
  void shouldLoseAndDoubleNothingWhenAWorkerIsPaused() throws Exception {
    disturb("pause %s", "unpause %s", "worker-2", 2);
  }

  @Test
  void shouldLoseAndDoubleNothingWhenAWorkerIsCutOff() throws Exception {
    String network = compose.network();
    disturb(
        "network disconnect " + network + " %s",
        "network connect --alias worker-3 " + network + " %s",
        "worker-3",
        3);
  }

  @Test
  void shouldHandOverAndExitWith0OnStop() throws Exception {
    publish(newSeed(), "");
    compose.run("stop worker-1");
    compose.docker("inspect --format '{{.State.ExitCode}}' %s | grep -x 0", "worker-1");
    publish(newSeed(), "");
    awaitAnswers();
    compose.run("start worker-1");
    await().atMost(PATIENCE).until(() -> ready(1));
  }

  /** In the middle of the load, for longer than the group's patience. */
  private static void disturb(String verb, String undo, String worker, int number)
      throws Exception {
    List<String> seeds = new ArrayList<>();
    for (int i = 0; i < LOAD; i++) {
      seeds.add(newSeed());
    }
    load(seeds.subList(0, LOAD / 2));
    int before = requests().orElseThrow().size();
    await().atMost(PATIENCE).until(() -> requests().orElseThrow().size() > before + 5);
    compose.docker(verb, worker);
    load(seeds.subList(LOAD / 2, LOAD));
    awaitAnswers(); // By the other two.
    compose.docker(undo, worker);
    await().atMost(PATIENCE).until(() -> ready(number));
    load(seeds); // All of them once more: duplicates, or the same doubt.
    awaitAnswers();

    assertThat(seeds).allSatisfy(seed -> assertThat(effectsOf(seed)).isLessThanOrEqualTo(1));
    long effects = seeds.stream().filter(seed -> effectsOf(seed) == 1).count();
    assertThat(effects).isGreaterThan(LOAD - 20);
  }

  private static void load(List<String> seeds) throws Exception {
    for (String seed : seeds) {
      publisher.publish(null, Fleet.json(seed, ""));
    }
    published += seeds.size();
  }

  private static void publish(String seed, String fields) throws Exception {
    publisher.publish(SeedWorld.snapshotId(seed), Fleet.json(seed, fields)).await();
    published++;
  }

  private static String newSeed() {
    return "bulk-" + nextSeed++;
  }

  private static List<Outcome> outcomes() {
    for (var events = reader.poll(Duration.ofMillis(50));
        !events.isEmpty();
        events = reader.poll(Duration.ofMillis(50))) {
      events.forEach(
          e -> OUTCOMES.add(new OutcomeCodec().decode(e.value().getBytes(StandardCharsets.UTF_8))));
    }
    return OUTCOMES;
  }

  private static void awaitAnswers() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        outcomes().stream()
                            .filter(o -> o.told().revision() == 1 || o.duplicateOf() != null)
                            .map(Outcome::record)
                            .distinct()
                            .count())
                    .isGreaterThanOrEqualTo(published));
  }

  private static void awaitType(String command, Class<? extends Result> type) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                outcomes().stream().anyMatch(o -> isOf(o, command) && type.isInstance(o.result())));
  }

  private static Outcome answer(String command) {
    return outcomes().stream().filter(o -> isOf(o, command)).findFirst().orElseThrow();
  }

  private static boolean isOf(Outcome outcome, String command) {
    return outcome.subject().commandId().value().equals(command);
  }

  private static long effectsOf(String seed) {
    return requests().orElseThrow().stream()
        .filter(r -> r.snapshotId().equals(SeedWorld.snapshotId(seed)))
        .filter(r -> r.fate() == CloudRequest.Fate.TAKEN)
        .count();
  }

  /** The simulated cloud's own witness. */
  private static Optional<List<CloudRequest>> requests() {
    try {
      String body = get("http://127.0.0.1:38080/admin/requests").body();
      RollbackRequest[] requests = new ObjectMapper().readValue(body, RollbackRequest[].class);
      return Optional.of(Arrays.stream(requests).map(Fleet::witnessed).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ready(int worker) {
    try {
      return get("http://127.0.0.1:3808" + worker + "/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpResponse<String> get(String url) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
  }
}
