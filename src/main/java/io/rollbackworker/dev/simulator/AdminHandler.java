package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The administration path {@code /admin}: {@code GET effects}, {@code GET requests}, {@code
 * GET|PUT|DELETE volumes/ID} and {@code snapshots/ID}, {@code GET volumes}, {@code GET snapshots},
 * {@code GET|POST|DELETE faults}. A PUT changes the fields that it names. Thread-safe.
 */
final class AdminHandler implements HttpHandler {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final String PROJECT = SeedWorld.PROJECT;

  private final World world;
  private final Faults faults;

  AdminHandler(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      String what = path.length > 2 ? path[2] : "";
      String id = path.length > 3 ? path[3] : null;
      try {
        Object answer = answer(exchange.getRequestMethod(), what, id, request);
        send(exchange, answer == null ? 404 : 200, answer == null ? "no such thing" : answer);
      } catch (IllegalArgumentException | JsonProcessingException e) {
        send(exchange, 400, String.valueOf(e.getMessage()));
      }
    }
  }

  private @Nullable Object answer(String method, String what, @Nullable String id, byte[] request)
      throws IOException {
    return switch (method + " " + what) {
      case "GET effects" -> world.effects();
      case "GET requests" -> world.requests();
      case "GET volumes" -> id == null ? world.volumes() : world.volume(id);
      case "GET snapshots" -> id == null ? world.snapshots() : world.snapshot(id);
      case "PUT volumes", "PUT snapshots" -> {
        synchronized (world) { // A rollback that starts between reading and writing would be lost.
          yield what.equals("volumes")
              ? putVolume(required(id), request)
              : putSnapshot(required(id), request);
        }
      }
      case "DELETE volumes" -> {
        world.removeVolume(required(id));
        yield "removed";
      }
      case "DELETE snapshots" -> {
        world.removeSnapshot(required(id));
        yield "removed";
      }
      case "GET faults" -> faults.waiting();
      case "POST faults" -> {
        faults.add(fault(request));
        yield faults.waiting();
      }
      case "DELETE faults" -> {
        faults.clear();
        yield faults.waiting();
      }
      default -> null;
    };
  }

  private SimVolume putVolume(String id, byte[] request) throws IOException {
    SimVolume old = world.volume(id);
    SimVolume next =
        changed(
            old == null ? SeedWorld.volume(id, PROJECT, "available", world.now()) : old,
            (ObjectNode) JSON.readTree(request),
            id,
            SimVolume.class);
    world.put(next);
    return next;
  }

  private SimSnapshot putSnapshot(String id, byte[] request) throws IOException {
    SimSnapshot old = world.snapshot(id);
    ObjectNode changes = (ObjectNode) JSON.readTree(request);
    if (old == null && !changes.has("volumeId")) {
      throw new IllegalArgumentException("a new snapshot needs volumeId, the id of its volume");
    }
    String volume = changes.path("volumeId").asText();
    SimSnapshot next =
        changed(
            old == null ? SeedWorld.snapshot(id, volume, PROJECT, "available", world.now()) : old,
            changes,
            id,
            SimSnapshot.class);
    world.put(next);
    return next;
  }

  private <T> T changed(T old, ObjectNode changes, String id, Class<T> type) throws IOException {
    ObjectNode merged = JSON.valueToTree(old);
    merged.setAll(changes);
    merged.put("id", id).put("updatedAt", world.now());
    return JSON.treeToValue(merged, type);
  }

  private static Fault fault(byte[] request) throws IOException {
    ObjectNode merged = JSON.createObjectNode();
    merged.put("operation", "rollback").put("times", 1).put("status", 503);
    merged.put("delayMillis", 30_000);
    merged.setAll((ObjectNode) JSON.readTree(request));
    return JSON.treeToValue(merged, Fault.class);
  }

  private static String required(@Nullable String id) {
    return Objects.requireNonNull(id, "the path must end with an id");
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] body =
        (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
