package io.rollbackworker.outcome;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as flat JSON objects with CloudEvents 1.0 headers (Kafka protocol binding, binary mode).
 * Thread-safe.
 */
public final class OutcomeCodec {
  private static final JsonMapper JSON = Json.builder().build();

  /** The event's value: subject, telling and result side by side in one object. */
  public byte[] encode(Outcome outcome) {
    ObjectNode event = JSON.createObjectNode();
    event.put("event_id", outcome.eventId());
    event.put("type", outcome.result().type());
    event.put("revision", outcome.told().revision());
    event.put("time", outcome.told().time().toString());
    event.setAll((ObjectNode) JSON.valueToTree(outcome.subject()));
    if (outcome.original() != null) {
      event.put("duplicate_of", outcome.original().command().value());
      event.put("duplicate_of_event", outcome.original().eventId());
    }
    event.setAll((ObjectNode) JSON.valueToTree(outcome.result()));
    event.set("record", JSON.valueToTree(outcome.record()));
    event.put("worker", outcome.told().worker());
    if (outcome.told().evidence() != null) {
      event.set("evidence", JSON.valueToTree(outcome.told().evidence()));
    }
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  /**
   * @throws IllegalArgumentException when the bytes are no outcome of ours
   */
  public Outcome decode(byte[] value) {
    try {
      JsonNode event = JSON.readTree(value);
      if (!(event instanceof ObjectNode)) {
        throw new IllegalArgumentException("an outcome is a JSON object");
      }
      return Completeness.require(
          new Outcome(
              JSON.treeToValue(event, Subject.class),
              JSON.treeToValue(event.path("record"), Origin.class),
              original(event),
              new Told<>(
                  event.path("revision").asInt(),
                  Instant.parse(event.path("time").asText()),
                  event.path("worker").asText(),
                  event.has("evidence")
                      ? JSON.treeToValue(event.get("evidence"), Witness.class)
                      : null,
                  JSON.treeToValue(event, Result.class))));
    } catch (IOException | DateTimeException e) {
      throw new IllegalArgumentException("not an outcome event: " + e.getMessage(), e);
    }
  }

  private static Outcome.@Nullable Original original(JsonNode event) {
    return event.has("duplicate_of")
        ? new Outcome.Original(
            new CommandId(event.get("duplicate_of").asText()),
            event.path("duplicate_of_event").asText())
        : null;
  }

  /** The CloudEvents attributes; "ce_source" names the commands topic by id. */
  public static Map<String, String> headers(Outcome outcome) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", outcome.eventId());
    headers.put("ce_source", "/rollback-worker/" + outcome.record().topicId());
    headers.put("ce_type", "io.rollbackworker.rollback." + outcome.result().type() + ".v1");
    headers.put("ce_time", outcome.told().time().toString());
    headers.put("content-type", "application/json");
    if (outcome.subject().snapshotId() != null) {
      headers.put("ce_subject", outcome.subject().snapshotId().value());
    }
    String traceparent = outcome.subject().traceparent();
    if (traceparent != null) {
      headers.put("ce_traceparent", traceparent);
      headers.put(Subject.TRACEPARENT, traceparent);
    }
    return headers;
  }
}
