package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.rollbackworker.dev.simulator.Api.Call;
import io.rollbackworker.dev.simulator.Api.Content;
import io.rollbackworker.dev.simulator.Api.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A cloud's API over HTTP, with its fault points. Thread-safe. */
final class ApiHandler implements HttpHandler {
  private static final int MAX_BODY_BYTES = 64 << 10;

  private final Api api;
  private final World world;
  private final Faults faults;
  private final Duration latency;

  ApiHandler(Api api, World world, Faults faults, Duration latency) {
    this.api = api;
    this.world = world;
    this.faults = faults;
    this.latency = latency;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Content request =
          new Content(
              exchange.getRequestBody().readNBytes(MAX_BODY_BYTES),
              exchange.getRequestHeaders().getFirst("X-Rollback-Permit"));
      pause(latency.toMillis());
      Optional<Call> call =
          api.parse(exchange.getRequestMethod(), exchange.getRequestURI(), request.body());
      if (call.isEmpty()) {
        send(exchange, api.unknown());
        return;
      }
      Optional<Fault> fault = faults.meet(call.get().operation(), call.get().id());
      if (fault.isEmpty()) {
        send(exchange, api.carryOut(call.get(), request, null, false));
      } else {
        fail(exchange, call.get(), request, fault.get());
      }
    }
  }

  private void fail(HttpExchange exchange, Call call, Content request, Fault fault)
      throws IOException {
    Reply answer = answer(call, request, fault);
    switch (fault.point()) {
      case ERROR_BEFORE_EFFECT, ERROR_AFTER_EFFECT ->
          send(exchange, api.fault(fault.status(), fault.code(), fault.message()));
      case CLOSE_BEFORE_EFFECT, CLOSE_AFTER_EFFECT -> {} // Closing without an answer follows.
      case CLOSE_MID_BODY -> {
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
        exchange.getResponseBody().flush();
      }
      case SILENCE_BEFORE_EFFECT, SILENCE_AFTER_EFFECT -> pause(fault.delayMillis());
      case SLOW -> {
        pause(fault.delayMillis());
        send(exchange, answer);
      }
      case NO_BODY -> exchange.sendResponseHeaders(answer.status(), -1);
      case JOB_ID -> {
        ObjectNode job = Api.JSON.createObjectNode().put("job_id", UUID.randomUUID().toString());
        send(exchange, Reply.of(answer.status(), job));
      }
      case REPEATED -> send(exchange, api.carryOut(call, request, null, true));
      case VISIBLE_LATE -> send(exchange, answer);
    }
  }

  /** What the service itself does and says, whatever then becomes of the answer. */
  private Reply answer(Call call, Content request, Fault fault) {
    Duration visibleAfter =
        fault.point() == FaultPoint.VISIBLE_LATE ? Duration.ofMillis(fault.delayMillis()) : null;
    if (fault.point().isAfterEffect()) {
      return api.carryOut(call, request, visibleAfter, false);
    }
    if (call.operation() == Fault.Operation.ROLLBACK) {
      world.note(
          new RollbackCall(call.projectId(), call.id(), null, request.permit(), null, false),
          fault.fate());
    }
    return Reply.empty(0);
  }

  static void send(HttpExchange exchange, Reply answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Request-Id", UUID.randomUUID().toString());
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
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
