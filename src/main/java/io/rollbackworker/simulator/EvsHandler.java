package io.rollbackworker.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The five requests of the API, each with its fault points. Thread-safe. */
final class EvsHandler implements HttpHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 64 << 10;
  private static final String ID = "([0-9a-zA-Z-]{1,64})";
  private static final Pattern ROLLBACK =
      Pattern.compile("/v[23]/" + ID + "/(?:cloud|os-vendor-)snapshots/" + ID + "/rollback");
  private static final Pattern SNAPSHOT =
      Pattern.compile(
          "/(?:v3/" + ID + "/snapshots|v[23]/" + ID + "/(?:cloud|os-vendor-)snapshots)/" + ID);
  private static final Pattern VOLUME =
      Pattern.compile(
          "/(?:v3/" + ID + "/volumes|v[23]/" + ID + "/(?:cloud|os-vendor-)volumes)/" + ID);

  private final World world;
  private final Faults faults;
  private final Duration latency;

  EvsHandler(World world, Faults faults, Duration latency) {
    this.world = world;
    this.faults = faults;
    this.latency = latency;
  }

  /** A request that the API knows. */
  private record Call(
      Fault.Operation operation, String projectId, String id, boolean cinderStyle) {}

  /** What comes with it. */
  private record Content(byte[] body, @Nullable String permit) {}

  private record Answer(int status, byte[] body) {
    static Answer of(int status, ObjectNode body) {
      return new Answer(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Content request =
          new Content(
              exchange.getRequestBody().readNBytes(MAX_BODY_BYTES),
              exchange.getRequestHeaders().getFirst("X-Rollback-Permit"));
      pause(latency.toMillis());
      Optional<Call> call = parse(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
      if (call.isEmpty()) {
        send(exchange, gateway404());
        return;
      }
      Optional<Fault> fault = faults.meet(call.get().operation, call.get().id);
      if (fault.isEmpty()) {
        send(exchange, carryOut(call.get(), request));
      } else {
        fail(exchange, call.get(), request, fault.get());
      }
    }
  }

  private static Optional<Call> parse(String method, String path) {
    Matcher rollback = ROLLBACK.matcher(path);
    if (method.equals("POST") && rollback.matches()) {
      return Optional.of(
          new Call(Fault.Operation.ROLLBACK, rollback.group(1), rollback.group(2), false));
    }
    return method.equals("GET")
        ? show(SNAPSHOT.matcher(path), Fault.Operation.SHOW_SNAPSHOT)
            .or(() -> show(VOLUME.matcher(path), Fault.Operation.SHOW_VOLUME))
        : Optional.empty();
  }

  private static Optional<Call> show(Matcher path, Fault.Operation operation) {
    if (!path.matches()) {
      return Optional.empty();
    }
    boolean cinderStyle = path.group(1) != null;
    String project = cinderStyle ? path.group(1) : path.group(2);
    return Optional.of(new Call(operation, project, path.group(3), cinderStyle));
  }

  private Answer carryOut(Call call, Content request) {
    return carryOut(call, request, null, false);
  }

  private Answer carryOut(
      Call call, Content request, @Nullable Duration visibleAfter, boolean repeated) {
    try {
      return switch (call.operation) {
        case ROLLBACK ->
            Answer.of(
                202,
                Documents.rollback(
                    world.rollback(rollback(call, request, visibleAfter, repeated))));
        case SHOW_SNAPSHOT -> Answer.of(200, snapshot(call));
        case SHOW_VOLUME -> Answer.of(200, volume(call));
      };
    } catch (Refusal no) {
      String message = String.valueOf(no.getMessage());
      return Answer.of(
          no.httpStatus(), Documents.error(no.httpStatus(), no.code(), message, call.cinderStyle));
    }
  }

  private ObjectNode snapshot(Call call) throws Refusal {
    SimSnapshot snapshot = world.snapshot(call.id);
    if (snapshot == null || !snapshot.projectId().equals(call.projectId)) {
      throw new Refusal(404, "EVS.5404", "Snapshot " + call.id + " could not be found.");
    }
    return Documents.snapshot(snapshot, call.cinderStyle);
  }

  private ObjectNode volume(Call call) throws Refusal {
    SimVolume volume = world.volume(call.id);
    if (volume == null || !volume.projectId().equals(call.projectId)) {
      throw new Refusal(404, "EVS.5404", "Volume " + call.id + " could not be found.");
    }
    return Documents.volume(volume, call.cinderStyle);
  }

  private static World.RollbackCall rollback(
      Call call, Content request, @Nullable Duration visibleAfter, boolean repeated)
      throws Refusal {
    return new World.RollbackCall(
        call.projectId, call.id, target(request.body), request.permit, visibleAfter, repeated);
  }

  private static @Nullable String target(byte[] request) throws Refusal {
    try {
      JsonNode rollback = JSON.readTree(request).path("rollback");
      if (!rollback.isObject()) {
        throw new Refusal(400, "EVS.1052", "The body has no object rollback.");
      }
      if (rollback.has("name") && !rollback.has("volume_id")) {
        throw new Refusal(400, "EVS.5400", "name needs volume_id.");
      }
      return rollback.has("volume_id") ? rollback.get("volume_id").asText() : null;
    } catch (IOException e) {
      throw new Refusal(400, "EVS.1052", "The body is not JSON.");
    }
  }

  private void fail(HttpExchange exchange, Call call, Content request, Fault fault)
      throws IOException {
    Answer answer = answer(call, request, fault);
    switch (fault.point()) {
      case ERROR_BEFORE_EFFECT, ERROR_AFTER_EFFECT -> send(exchange, error(fault));
      case CLOSE_BEFORE_EFFECT, CLOSE_AFTER_EFFECT -> {} // Closing without an answer follows.
      case CLOSE_MID_BODY -> {
        exchange.sendResponseHeaders(answer.status, answer.body.length);
        exchange.getResponseBody().write(answer.body, 0, answer.body.length / 2);
        exchange.getResponseBody().flush();
      }
      case SILENCE_BEFORE_EFFECT, SILENCE_AFTER_EFFECT -> pause(fault.delayMillis());
      case SLOW -> {
        pause(fault.delayMillis());
        send(exchange, answer);
      }
      case NO_BODY -> exchange.sendResponseHeaders(answer.status, -1);
      case JOB_ID -> {
        ObjectNode job = JSON.createObjectNode().put("job_id", UUID.randomUUID().toString());
        send(exchange, Answer.of(answer.status, job));
      }
      case REPEATED -> send(exchange, carryOut(call, request, null, true));
      case VISIBLE_LATE -> send(exchange, answer);
    }
  }

  /** What the service itself does and says, whatever then becomes of the answer. */
  private Answer answer(Call call, Content request, Fault fault) {
    Duration visibleAfter =
        fault.point() == FaultPoint.VISIBLE_LATE ? Duration.ofMillis(fault.delayMillis()) : null;
    if (fault.point().isAfterEffect()) {
      return carryOut(call, request, visibleAfter, false);
    }
    if (call.operation == Fault.Operation.ROLLBACK) {
      world.note(
          new World.RollbackCall(call.projectId, call.id, null, request.permit, null, false),
          fault.fate());
    }
    return new Answer(0, new byte[0]);
  }

  private static Answer error(Fault fault) {
    String code = fault.code();
    return code == null
        ? new Answer(fault.status(), "<html>injected fault</html>".getBytes(StandardCharsets.UTF_8))
        : Answer.of(fault.status(), Documents.fault(fault.status(), code, fault.message()));
  }

  private static Answer gateway404() {
    return Answer.of(
        404,
        Documents.fault(404, "APIGW.0101", "The API does not exist or has not been published"));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Request-Id", UUID.randomUUID().toString());
    exchange.sendResponseHeaders(answer.status, answer.body.length);
    exchange.getResponseBody().write(answer.body);
  }

  private static void pause(long millis) throws IOException {
    try {
      if (millis > 0) {
        Thread.sleep(millis);
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
