package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Tool;
import io.rollbackworker.worker.Worker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of a worker: page, status, health, metrics. */
class StatusIT {
  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Fleet fleet;
  private Worker worker;
  private StatusServer server;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(3);
    LibraryMeters.showIn(registry);
    worker = fleet.startWorker(registry);
    fleet.awaitRunning();
    server =
        StatusServer.start(
            new HttpSettings("127.0.0.1", OptionalInt.of(0), List.of("worker-1.example.org")),
            worker::broken,
            worker::report,
            worker::fleet,
            registry::scrape);
  }

  @AfterEach
  void stop() {
    server.close();
    fleet.close();
  }

  @Test
  void shouldShowAllThatItsOperatorsNeed() throws Exception {
    fleet
        .cloud()
        .faults()
        .add(Fault.onRollback(FaultPoint.CLOSE_BEFORE_EFFECT, SeedWorld.snapshotId("bulk-3")));
    fleet.answer(fleet.publish("bulk-1", ""));
    var doubtful = fleet.publish("bulk-3", "'command_id':'<b>doubtful</b>'");
    fleet.awaitEvent(doubtful, o -> o.result() instanceof Result.InDoubt);
    try (Orders orders = new Orders(fleet.kafka())) {
      orders.freeze(new Freeze(null, "nina", "to be seen", Instant.now()));
      await().until(() -> !worker.report().frozen().isEmpty());
      fleet.publish("bulk-2", "'command_id':'held'");
      await().until(() -> !worker.report().commands().shown().isEmpty());

      JsonNode status = json("/status.json");
      assertThat(status.at("/health/ready").asBoolean()).isTrue();
      assertThat(status.at("/worker/lanes")).hasSize(3);
      assertThat(status.at("/worker/lanes/0/state").asText()).isEqualTo("running");
      assertThat(status.at("/worker/commands/open").asInt()).isEqualTo(1);
      assertThat(status.at("/worker/commands/shown/0/command_id").asText()).isEqualTo("held");
      await()
          .untilAsserted(
              () ->
                  assertThat(json("/status.json").at("/worker/commands/shown/0/why").asText())
                      .contains("were frozen by nina"));
      assertThat(status.at("/worker/doubts/shown/0/snapshot_id").asText())
          .isEqualTo(SeedWorld.snapshotId("bulk-3"));
      assertThat(status.at("/worker/doubts/shown/0").has("permit")).isFalse();
      assertThat(status.at("/worker/clouds/0/calls/look/per_second").asDouble()).isPositive();
      assertThat(status.at("/worker/last").findValuesAsText("type"))
          .contains("accepted", "in_doubt");
      assertThat(status.at("/fleet/members/0/name").asText()).isEqualTo("worker-1");
      assertThat(status.at("/fleet/partitions")).hasSize(3);

      Tool.skipWithout("chromium", "chromium");
      assertThat(dom())
          .contains("<b>worker-1</b> (this one)")
          .contains("were frozen by nina")
          .contains(SeedWorld.snapshotId("bulk-3"))
          .contains("&lt;b&gt;doubtful&lt;/b&gt;")
          .contains("commands in doubt: 1");
      try (PhoneFrame phone = new PhoneFrame(uri("/"))) {
        browse("--window-size=500,1620 --screenshot=target/status-phone.png", phone.uri());
        assertThat(browse("--dump-dom", phone.uri())).contains("<title>fits</title>");
      }
      orders.thaw("*");
    }
    fleet.awaitAnswers(3);
  }

  @Test
  void shouldExportTheWholeCatalogueAndNothingUnknown() throws Exception {
    fleet.publisher().publish(SeedWorld.snapshotId("bulk-1"), Fleet.json("bulk-1", "")).await();
    fleet.awaitAnswers(1);

    String metrics = get("/metrics").body();
    List<String> ours =
        metrics
            .lines()
            .filter(line -> line.startsWith("# TYPE rollback_"))
            .map(line -> line.split(" ")[2].replaceFirst("_(seconds|total|ratio|max).*", ""))
            .distinct()
            .toList();
    assertThat(ours)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Meter.values()).map(m -> m.id().replace('.', '_')).toList());
    assertThat(metrics)
        .contains("rollback_command_time_seconds_count{type=\"accepted\"} 1")
        .contains("rollback_lanes{state=\"running\"} 3")
        .contains("rollback_worker_ready 1")
        .contains("kafka_consumer_fetch_manager_records_lag_max")
        .contains("client_id=\"" + fleet.kafka().ledgerTopic() + "-0\"")
        .contains("jvm_memory_used_bytes")
        .doesNotContain(SeedWorld.snapshotId("bulk-1"));

    assertThat(queriedByTheOperationsKit())
        .hasSizeGreaterThan(20)
        .allMatch(exported(metrics)::contains);

    Path file = Path.of("target", "metrics.txt");
    Files.writeString(file, metrics);
    Tool.skipWithout("promtool", "prometheus");
    assertThat(Tool.run("promtool check metrics < " + file)).isEmpty();
    assertThat(Tool.run("promtool check rules config/prometheus/alerts.yaml")).contains("SUCCESS");
    assertThat(Tool.run("promtool test rules config/prometheus/alerts-test.yaml"))
        .contains("SUCCESS");
  }

  @Test
  void shouldTakeClientsMetricsAwayWithTheClients() throws Exception {
    assertThat(get("/metrics").body()).contains("client_id=\"worker-1\"");

    fleet.stop(worker);

    assertThat(get("/metrics").body()).doesNotContain("client_id=");
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldHandTheTraceThrough() throws Exception {
    var stored =
        fleet
            .publisher()
            .publishTo(0, Fleet.json("bulk-1", ""), Map.of("traceparent", TRACEPARENT))
            .await();

    assertThat(fleet.answer(stored).subject().traceparent()).isEqualTo(TRACEPARENT);
  }

  @Test
  void shouldAnswerOnlyWhatItKnowsAndChangeNothing() throws Exception {
    assertThat(get("/admin").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(uri("/status.json"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(send(post).statusCode()).isEqualTo(405);
    assertThat(get("/").headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(get("/").body()).doesNotContain("http://").doesNotContain("https://");
  }

  /** Names of all samples. */
  private static Set<String> exported(String metrics) {
    return metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  /** Names in the queries of dashboard and alerts. */
  private static Set<String> queriedByTheOperationsKit() throws IOException {
    String queries =
        Files.readString(Path.of("config", "grafana", "dashboard.json"))
            + Files.readString(Path.of("config", "prometheus", "alerts.yaml"));
    return Pattern.compile("\\b(rollback|jvm|kafka)_[a-z_]+\\b")
        .matcher(queries)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** The page as a browser has made it from the status, and a picture of it. */
  private String dom() throws IOException {
    browse("--window-size=1200,1600 --screenshot=target/status.png", uri("/"));
    return browse("--dump-dom", uri("/"));
  }

  private static String browse(String how, URI page) throws IOException {
    return Tool.run(
        "chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-sync"
            + " --disable-background-networking --disable-component-update --disable-quic"
            + " --user-data-dir=target/chromium --virtual-time-budget=4000 --timeout=20000 "
            + how
            + " "
            + page);
  }

  private JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
