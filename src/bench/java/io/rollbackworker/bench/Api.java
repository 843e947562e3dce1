package io.rollbackworker.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The process of an {@link ApiStub}.
 *
 * @param endpoint for the arms
 * @param plain for the benchmark's own questions
 * @param certificate what it shows of itself; empty without TLS
 */
record Api(Children.Child child, String endpoint, String plain, Optional<Certificate> certificate) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What it counted.
   *
   * @param firstCallMillis since 1970; 0: none yet
   */
  record Figures(
      long reads, long rollbacks, long connections, int mostInFlight, long firstCallMillis) {
    long calls() {
      return reads + rollbacks;
    }
  }

  static Api start(Children children, Workload workload, Path logs) throws Exception {
    List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    Optional<Certificate> certificate =
        workload.tls() ? Optional.of(Certificate.make(logs.resolve("tls"))) : Optional.empty();
    certificate.ifPresent(own -> options.addAll(own.own()));
    Latency latency = workload.latency();
    Children.Child child =
        children.awaited(
            ApiStub.class,
            options,
            "%s~%s".formatted(latency.medianMillis(), latency.sigma()),
            Boolean.toString(workload.tls()));
    String[] addresses = child.said().split(" ", 2);
    return new Api(child, workload.tls() ? addresses[1] : addresses[0], addresses[0], certificate);
  }

  Figures figures() throws IOException, InterruptedException {
    JsonNode figures = get(ApiState.FIGURES);
    return new Figures(
        figures.get("reads").asLong(),
        figures.get("rollbacks").asLong(),
        figures.get("connections").asLong(),
        figures.get("most_in_flight").asInt(),
        figures.get("first_call_millis").asLong());
  }

  /** How often each snapshot was rolled back; without those that were not. */
  Map<String, Integer> effects() throws IOException, InterruptedException {
    return JSON.convertValue(get(ApiState.EFFECTS), new TypeReference<>() {});
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(plain + path)).build();
      return JSON.readTree(client.send(request, BodyHandlers.ofByteArray()).body());
    }
  }
}
