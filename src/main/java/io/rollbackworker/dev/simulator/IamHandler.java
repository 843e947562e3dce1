package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The simulated IAM: tokens by password. Thread-safe. */
final class IamHandler implements HttpHandler {

  private final Tokens tokens;

  IamHandler(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        give(exchange);
      } catch (Refusal no) {
        Gateway.refuse(exchange, no);
      }
    }
  }

  private void give(HttpExchange exchange) throws IOException, Refusal {
    if (!exchange.getRequestMethod().equals("POST")) {
      throw new Refusal(404, "IAM.0004", "There is no such API.");
    }
    Tokens.Token token = token(Api.JSON.readTree(exchange.getRequestBody()).path("auth"));
    ObjectNode answer = Api.JSON.createObjectNode();
    ObjectNode body = answer.putObject("token");
    body.put("expires_at", token.expiresAt().toString());
    body.putObject("project").put("id", token.projectId());
    exchange.getResponseHeaders().set("X-Subject-Token", token.value());
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(201, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Tokens.Token token(JsonNode auth) throws Refusal {
    JsonNode credential = auth.path("identity").path("application_credential");
    if (credential.isObject()) {
      return tokens.give(credential.path("id").asText(), credential.path("secret").asText());
    }
    JsonNode user = auth.path("identity").path("password").path("user");
    String project = auth.path("scope").path("project").path("id").asText();
    if (user.isMissingNode() || project.isEmpty()) {
      throw new Refusal(400, "IAM.0011", "The request body is invalid.");
    }
    return tokens.give(
        user.path("domain").path("name").asText(),
        user.path("name").asText(),
        user.path("password").asText(),
        project);
  }
}
