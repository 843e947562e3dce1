package io.rollbackworker.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.StrictJson;
import io.rollbackworker.evidence.Evidence.By;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.evidence.PermitKey.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Evidence as records' values. A worker's stands in the evidence topic, signed, under the permit;
 * an operator's in the control topic, where nobody else may write, under {@code permit:} and the
 * permit.
 */
public final class EvidenceCodec {
  private static final ObjectMapper JSON = StrictJson.mapper();
  private static final String OPERATORS = "permit:";

  private EvidenceCodec() {}

  /** A worker's. */
  public static byte[] encode(Evidence evidence, Signature signature) {
    return bytes(json(evidence).put("secret", signature.secret()).put("other", signature.other()));
  }

  /** An operator's. */
  public static byte[] encode(Evidence evidence) {
    return bytes(json(evidence));
  }

  private static ObjectNode json(Evidence evidence) {
    ObjectNode json = JSON.createObjectNode();
    json.put("snapshot_id", evidence.snapshotId().value());
    json.put("command_id", Objects.requireNonNull(evidence.commandId()).value());
    json.put("says", evidence.says().name().toLowerCase(Locale.ROOT));
    if (evidence.requestId() != null) {
      json.put("request_id", evidence.requestId());
    }
    json.put("by", evidence.who());
    json.put("reason", evidence.reason());
    json.put("at", evidence.at().toString());
    return json;
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A record of the evidence topic.
   *
   * @throws IllegalArgumentException when it is none, or not signed by the permit's maker
   */
  public static Evidence workers(PermitId permit, byte[] value) {
    JsonNode json = read(value);
    Evidence evidence = decode(permit, By.WORKER, json);
    var signature = new Signature(json.path("secret").asText(), json.path("other").asText());
    if (!signature.proves(evidence.permit(), evidence.says())) {
      throw new IllegalArgumentException("not signed by the maker of permit " + permit);
    }
    return evidence;
  }

  /** The key of an operator's word in the control topic. */
  public static String operatorsKey(PermitId permit) {
    return OPERATORS + permit;
  }

  /** The permit that a record of the control topic is about; empty: it is about something else. */
  public static Optional<PermitId> operatorsPermit(String key) {
    return key.startsWith(OPERATORS) && key.length() > OPERATORS.length()
        ? Optional.of(new PermitId(key.substring(OPERATORS.length())))
        : Optional.empty();
  }

  /**
   * A record of the control topic.
   *
   * @throws IllegalArgumentException when it is no evidence
   */
  public static Evidence operators(PermitId permit, byte[] value) {
    return decode(permit, By.OPERATOR, read(value));
  }

  private static JsonNode read(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
    }
  }

  private static Evidence decode(PermitId permit, By by, JsonNode json) {
    try {
      JsonNode requestId = json.get("request_id");
      return new Evidence(
          SnapshotId.parse(json.required("snapshot_id").asText()),
          new CommandId(json.required("command_id").asText()),
          permit,
          Says.valueOf(json.required("says").asText().toUpperCase(Locale.ROOT)),
          by,
          requestId == null ? null : requestId.asText(),
          json.required("by").asText(),
          json.required("reason").asText(),
          Instant.parse(json.required("at").asText()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time: " + e.getMessage(), e);
    }
  }
}
