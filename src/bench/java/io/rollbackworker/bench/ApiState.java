package io.rollbackworker.bench;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the stub shows and counts: any snapshot there is, each with a volume that is free. Lists
 * hold what was rolled back, the last first.
 */
final class ApiState {
  static final String FIGURES = "/figures";
  static final String EFFECTS = "/effects";
  private static final String LONG_AGO = "2026-01-01T00:00:00.000000";

  private final Map<String, Integer> effects = new HashMap<>();
  private final Map<String, String> changed = new HashMap<>();
  private final List<String> inOrder = new ArrayList<>();
  private long reads;
  private long connections;
  private int inFlight;
  private int mostInFlight;
  private long firstCallMillis;

  void connected() {
    connections++;
  }

  void answered() {
    inFlight--;
  }

  /** The answer to a request, to be given when its time has come. */
  byte[] take(ApiConnection.Request request) {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    firstCallMillis = firstCallMillis == 0 ? System.currentTimeMillis() : firstCallMillis;
    String[] path = request.path().split("/", -1);
    String project = path[2];
    if (request.method().equals("POST")) {
      String snapshot = path[4];
      effects.merge(snapshot, 1, Integer::sum);
      inOrder.add(snapshot);
      changed.put(snapshot, LocalDateTime.now(ZoneOffset.UTC).toString());
      return answer("202 Accepted", "{\"rollback\":{\"volume_id\":\"" + other(snapshot) + "\"}}");
    }
    reads++;
    boolean snapshots = path[3].contains("snapshots");
    if (path[4].startsWith("detail")) {
      String page = page(path[4], id -> snapshots ? snapshot(id) : volume(other(id), project));
      return answer("200 OK", "{\"" + (snapshots ? "snapshots" : "volumes") + "\":[" + page + "]}");
    }
    return answer(
        "200 OK",
        snapshots
            ? "{\"snapshot\":" + snapshot(path[4]) + "}"
            : "{\"volume\":" + volume(path[4], project) + "}");
  }

  private String page(String query, UnaryOperator<String> document) {
    int from = Math.max(0, inOrder.size() - number(query, "offset="));
    int to = Math.max(0, from - number(query, "limit="));
    return inOrder.subList(to, from).reversed().stream()
        .map(document)
        .collect(Collectors.joining(","));
  }

  private static int number(String query, String name) {
    String rest = query.substring(query.indexOf(name) + name.length());
    int end = rest.indexOf('&');
    return Integer.parseInt(end < 0 ? rest : rest.substring(0, end));
  }

  private String snapshot(String id) {
    return """
    {"id":"%s","status":"available","name":"nightly","description":"","created_at":"%s",\
    "updated_at":"%s","metadata":{},"volume_id":"%s","size":40}\
    """
        .formatted(id, LONG_AGO, changed.getOrDefault(id, LONG_AGO), other(id));
  }

  private String volume(String id, String project) {
    return """
    {"id":"%s","name":"data","description":"","status":"available","size":40,"bootable":"false",\
    "multiattach":false,"metadata":{},"attachments":[],"created_at":"%s","updated_at":"%s",\
    "os-vol-tenant-attr:tenant_id":"%s"}\
    """
        .formatted(id, LONG_AGO, changed.getOrDefault(other(id), LONG_AGO), project);
  }

  /** A snapshot's volume, and a volume's snapshot. */
  private static String other(String id) {
    int mirrored = 15 - Character.digit(id.charAt(0), 16);
    return Character.forDigit(mirrored, 16) + id.substring(1);
  }

  byte[] figures() {
    long rollbacks = effects.values().stream().mapToInt(count -> count).sum();
    return answer(
        "200 OK",
        "{\"reads\":%d,\"rollbacks\":%d,\"connections\":%d,\"most_in_flight\":%d,"
                .formatted(reads, rollbacks, connections, mostInFlight)
            + "\"first_call_millis\":%d}".formatted(firstCallMillis));
  }

  /** How often each snapshot was rolled back. */
  byte[] effects() {
    return answer(
        "200 OK",
        effects.entrySet().stream()
            .map(effect -> "\"%s\":%d".formatted(effect.getKey(), effect.getValue()))
            .collect(Collectors.joining(",", "{", "}")));
  }

  private static byte[] answer(String status, String body) {
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
