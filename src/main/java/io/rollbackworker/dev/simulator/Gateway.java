package io.rollbackworker.dev.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What stands before the service: the rate limit, then the question who is there. Thread-safe. */
final class Gateway implements HttpHandler {
  private static final int MAX_BODY_BYTES = 64 << 10;

  private final CallLimit limit;
  private final @Nullable Tokens tokens;
  private final @Nullable SignatureCheck signatures;
  private final HttpHandler service;

  /**
   * @param tokens null: nobody is asked who they are
   */
  Gateway(
      CallLimit limit,
      @Nullable Tokens tokens,
      @Nullable SignatureCheck signatures,
      HttpHandler service) {
    this.limit = limit;
    this.tokens = tokens;
    this.signatures = signatures;
    this.service = service;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
    exchange.setStreams(new ByteArrayInputStream(body), null);
    try {
      limit.pass();
      authenticate(exchange, body);
    } catch (Refusal no) {
      try (exchange) {
        refuse(exchange, no);
      }
      return;
    }
    service.handle(exchange);
  }

  private void authenticate(HttpExchange exchange, byte[] body) throws Refusal {
    if (tokens == null || signatures == null) {
      return;
    }
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    String project = path.length > 2 ? path[2] : "";
    String token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
    if (token != null) {
      tokens.check(token, project);
    } else if (exchange.getRequestHeaders().containsKey("Authorization")) {
      signatures.check(exchange, body, project);
    } else {
      throw new Refusal(
          401, "APIGW.0301", "Incorrect IAM authentication information: x-auth-token not found");
    }
  }

  static void refuse(HttpExchange exchange, Refusal no) throws IOException {
    ApiHandler.send(
        exchange,
        Api.Reply.of(
            no.httpStatus(),
            Documents.fault(no.httpStatus(), no.code(), String.valueOf(no.getMessage()))));
  }
}
