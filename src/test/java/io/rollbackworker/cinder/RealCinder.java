package io.rollbackworker.cinder;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real service with Cinder's own {@code noauth} pipeline and a driver whose volumes are files.
 * The environment says where: CINDER_ENDPOINT (scheme, host and port) and CINDER_HOME, a folder
 * with {@code files} (the volumes), {@code log/api.log}, {@code log/volume.log} and {@code
 * cinder.conf}. A volume's metadata {@code revert_seconds} and {@code fail_revert} steer the
 * driver.
 */
final class RealCinder implements CinderPlace {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROJECT = Samples.PROJECT.value();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final Path home;

  private RealCinder(URI endpoint, Path home) {
    this.endpoint = endpoint;
    this.home = home;
  }

  /** Skips the test, loudly, where there is none. */
  static RealCinder orSkip() {
    String endpoint = System.getenv("CINDER_ENDPOINT");
    String home = System.getenv("CINDER_HOME");
    boolean there = endpoint != null && home != null;
    if (!there) {
      System.err.println(
          "SKIPPED tests on a real Cinder: start one and set CINDER_ENDPOINT and CINDER_HOME;"
              + " config/clouds.md says how");
    }
    Assumptions.assumeTrue(there, "no real Cinder");
    return new RealCinder(
        URI.create(Objects.requireNonNull(endpoint)), Path.of(Objects.requireNonNull(home)));
  }

  Path home() {
    return home;
  }

  /** The same by another of its APIs; to be closed, too. */
  RealCinder through(URI other) {
    return new RealCinder(other, home);
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Pair newPair(int seconds, boolean fails) throws Exception {
    VolumeId volume = createVolume(seconds, fails);
    awaitAvailable("/volumes/" + volume, "/volume/status");
    return new Pair(volume, addSnapshot(volume));
  }

  /** Many, whose reverts take a second; each step for all of them, because each takes a while. */
  List<Pair> newPairs(int count) throws Exception {
    return newPairs(count, i -> 1);
  }

  /**
   * @param seconds that the revert of each takes
   */
  List<Pair> newPairs(int count, IntUnaryOperator seconds) throws Exception {
    List<VolumeId> volumes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      volumes.add(createVolume(seconds.applyAsInt(i), false));
    }
    List<Pair> pairs = new ArrayList<>();
    for (VolumeId volume : volumes) {
      awaitAvailable("/volumes/" + volume, "/volume/status");
      pairs.add(new Pair(volume, createSnapshot(volume)));
    }
    for (Pair pair : pairs) {
      awaitAvailable("/snapshots/" + pair.snapshot(), "/snapshot/status");
    }
    return pairs;
  }

  private VolumeId createVolume(int seconds, boolean fails) throws Exception {
    String metadata = "{\"revert_seconds\":\"" + seconds + "\",\"fail_revert\":\"" + fails + "\"}";
    String body = "{\"volume\":{\"size\":1,\"metadata\":" + metadata + "}}";
    return new VolumeId(post("/volumes", body).at("/volume/id").asText());
  }

  private SnapshotId createSnapshot(VolumeId volume) throws Exception {
    String body = "{\"snapshot\":{\"volume_id\":\"" + volume + "\",\"name\":\"before\"}}";
    return new SnapshotId(post("/snapshots", body).at("/snapshot/id").asText());
  }

  @Override
  public SnapshotId addSnapshot(VolumeId volume) throws Exception {
    SnapshotId id = createSnapshot(volume);
    awaitAvailable("/snapshots/" + id, "/snapshot/status");
    return id;
  }

  @Override
  public void attach(VolumeId volume) throws Exception {
    post(
        "/volumes/" + volume + "/action",
        "{\"os-attach\":{\"instance_uuid\":\"6b604cef-9bd8-4f5a-ae56-45839e6e1f0a\","
            + "\"mountpoint\":\"/dev/vdb\",\"mode\":\"rw\"}}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/volumes/" + volume).at("/volume/status").asText().equals("in-use"));
  }

  /** As somebody does it who is not us. */
  void revertAtTheConsole(Pair pair) throws Exception {
    send(
        request("/volumes/" + pair.volume() + "/action")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"revert\":{\"snapshot_id\":\"" + pair.snapshot() + "\"}}"))
            .build());
  }

  /**
   * Any other call; the answer, or what the service says against it.
   *
   * @param method of HTTP
   * @param body null: none
   */
  String call(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() / 100 == 2 ? answer.body() : "HTTP " + answer.statusCode();
  }

  /** Whether a service has logged the text. */
  boolean hasLogged(String log, String text) throws IOException {
    return logged(log, line -> line.contains(text)) > 0;
  }

  @Override
  public String data(VolumeId volume) throws IOException {
    return Files.readString(home.resolve("files").resolve(volume.value())).strip();
  }

  @Override
  public void write(VolumeId volume, String text) throws IOException {
    Files.writeString(home.resolve("files").resolve(volume.value()), text + "\n");
  }

  private void awaitAvailable(String path, String status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(path).at(status).asText().equals("available"));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  /**
   * Again after a server error: on SQLite it comes under load, and one more volume harms nobody.
   */
  private JsonNode post(String path, String body) {
    HttpRequest request = request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(ServerError.class)
        .until(() -> send(request), answer -> true);
  }

  private static final class ServerError extends IOException {
    private static final long serialVersionUID = 1L;

    ServerError(String message) {
      super(message);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + "/v3/" + PROJECT + path));
    for (Map.Entry<String, String> header : headers(PROJECT).entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    return request;
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      String problem = request.uri() + ": " + answer.statusCode() + " " + answer.body();
      throw answer.statusCode() >= 500 ? new ServerError(problem) : new IOException(problem);
    }
    return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
  }

  /** How many requests for an action on the volume have reached the API, by its own log. */
  long actions(VolumeId volume) throws IOException {
    return logged(
        "api.log", line -> line.contains(" POST ") && line.contains("/" + volume + "/action"));
  }

  private long logged(String log, Predicate<String> such) throws IOException {
    try (Stream<String> lines = Files.lines(home.resolve("log").resolve(log))) {
      return lines.filter(such).count();
    }
  }

  /**
   * The API died after it had set the statuses and before it handed the revert to the volume
   * service: they stay for ever, and nobody reverts anything. A revert takes a second.
   */
  boolean hasForgotten(VolumeId volume) throws IOException, InterruptedException {
    JsonNode shown = get("/volumes/" + volume).path("volume");
    LocalDateTime since = LocalDateTime.parse(shown.path("updated_at").asText());
    return shown.path("status").asText().equals("reverting")
        && since.toInstant(ZoneOffset.UTC).isBefore(Instant.now().minus(Duration.ofMinutes(1)))
        && logged("volume.log", line -> line.contains("Volume " + volume + " reverted")) == 0;
  }

  /** SIGKILL to the API's processes; scheduler and volume service go on. */
  void killApi() throws IOException {
    Tool.run("pkill -KILL -f '[c]inder-api --config-file " + home + "'");
  }

  /** Returns when it answers again. */
  void startApi() throws IOException {
    Tool.run(
        // Noted where its owner looks for what to stop.
        ("setsid cinder-api --config-file %1$s/cinder.conf >>%1$s/log/api.log 2>&1 </dev/null &"
                + " echo $! >>%1$s/pids")
            .formatted(home));
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> get("/volumes?limit=1").has("volumes"));
  }

  @Override
  public void close() {
    http.close();
  }
}
