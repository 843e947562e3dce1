package io.rollbackworker.proof.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.testing.WorkerProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The simulator as a process of its own, and its administration. Thread-safe. */
final class Cloud implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final Path log;
  private final WorkerProcess process;

  private Cloud(int port, Path log, WorkerProcess process) {
    this.port = port;
    this.log = log;
    this.process = process;
  }

  static Cloud start(Path folder, int volumes, String updatedAt) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path log = folder.resolve("effects.jsonl");
    WorkerProcess process =
        WorkerProcess.start(
            List.of(
                WorkerProcess.image() + "/bin/rollback-worker",
                "simulator",
                "--port=" + port,
                "--latency=20ms",
                "--visible-after=100ms",
                "--updated-at=" + updatedAt,
                "--duration=2s",
                "--duration-spread=10s",
                "--volumes=" + volumes,
                "--effects-log=" + log),
            Map.of(),
            new File(folder.toFile(), "simulator.log"));
    Cloud cloud = new Cloud(port, log, process);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> cloud.get("faults").isArray());
    return cloud;
  }

  int port() {
    return port;
  }

  void addFault(String json) throws Exception {
    send("POST", "faults", json);
  }

  void clearFaults() throws Exception {
    send("DELETE", "faults", "");
  }

  /** As a server writes to its disk. */
  void write(String volume, String content) throws Exception {
    send("PUT", "volumes/" + volume, JSON.createObjectNode().put("content", content).toString());
  }

  String content(String volume) throws Exception {
    return get("volumes/" + volume).path("content").asText();
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(send("GET", path, ""));
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/admin/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }

  /** Every rollback request so far. */
  List<CloudRequest> requests() throws IOException {
    List<CloudRequest> requests = new ArrayList<>();
    if (Files.exists(log)) {
      var json = Json.builder().build();
      for (String line : Files.readAllLines(log)) {
        requests.add(json.readValue(line, CloudRequest.class));
      }
    }
    return requests;
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }
}
