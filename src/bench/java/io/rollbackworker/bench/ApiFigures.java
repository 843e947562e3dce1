package io.rollbackworker.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** What the stub counted. */
record ApiFigures(long reads, long rollbacks, long connections, int mostInFlight) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ApiFigures of(String endpoint) throws IOException, InterruptedException {
    JsonNode figures = get(endpoint + ApiState.FIGURES);
    return new ApiFigures(
        figures.get("reads").asLong(),
        figures.get("rollbacks").asLong(),
        figures.get("connections").asLong(),
        figures.get("most_in_flight").asInt());
  }

  /** How often each snapshot was rolled back; without those that were not. */
  static Map<String, Integer> effects(String endpoint) throws IOException, InterruptedException {
    return JSON.convertValue(get(endpoint + ApiState.EFFECTS), new TypeReference<>() {});
  }

  private static JsonNode get(String address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      return JSON.readTree(client.send(request, BodyHandlers.ofByteArray()).body());
    }
  }
}
