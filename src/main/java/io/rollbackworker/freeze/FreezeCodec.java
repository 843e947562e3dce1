package io.rollbackworker.freeze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/** Freezes as values of records. */
public final class FreezeCodec {
  private static final ObjectMapper JSON = StrictJson.mapper();

  private FreezeCodec() {}

  public static byte[] encode(Freeze freeze) {
    ObjectNode json = JSON.createObjectNode();
    json.put("by", freeze.by());
    json.put("reason", freeze.reason());
    json.put("at", freeze.at().toString());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException when the record is not a freeze
   */
  public static Freeze decode(String key, byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      return new Freeze(
          Freeze.scope(key).orElse(null),
          json.required("by").asText(),
          json.required("reason").asText(),
          Instant.parse(json.required("at").asText()));
    } catch (IOException | DateTimeException e) {
      throw new IllegalArgumentException("not a freeze: " + e.getMessage(), e);
    }
  }
}
