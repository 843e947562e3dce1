package io.rollbackworker.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One event about a command, as schemas/outcome.schema.json has it. Types and codes are open lists:
 * later workers may say words that this client does not know; such an event ends no waiting.
 *
 * @param json all of it
 */
public record Outcome(JsonNode json) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> OVER =
      Set.of("rejected", "completed", "failed", "ended", "checked");

  /**
   * @throws IllegalArgumentException when it is no event with an id and a type
   */
  public static Outcome parse(String value) {
    try {
      JsonNode json = MAPPER.readTree(value);
      if (!json.path("event_id").isTextual() || !json.path("type").isTextual()) {
        throw new IllegalArgumentException("Expected an event_id and a type, but read " + json);
      }
      return new Outcome(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Expected JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The same for the same fact, however often it is read. */
  public String eventId() {
    return json.get("event_id").textValue();
  }

  /** For example {@code accepted}. */
  public String type() {
    return json.get("type").textValue();
  }

  public boolean is(String type) {
    return type().equals(type);
  }

  /**
   * Whether no more will come of the command: it was rejected or checked, or its rollback is over.
   * A revision may still follow where somebody vouched, or where it was inferred (see {@code
   * proof}).
   */
  public boolean isOver() {
    return OVER.contains(type());
  }

  /** Whether a request was sent of which nobody can say yet what it did. Do not send again. */
  public boolean isInDoubt() {
    return is("in_doubt");
  }

  /** Empty of a record of which it could not be read. */
  public Optional<String> snapshotId() {
    return text("/snapshot_id");
  }

  public String commandId() {
    return json.path("command_id").asText();
  }

  /** The command whose recorded answer this repeats; what follows is told under that one. */
  public Optional<String> duplicateOf() {
    return text("/duplicate_of");
  }

  /** For example {@code VOLUME_IN_USE}. */
  public Optional<String> errorCode() {
    return text("/error/code");
  }

  /** What was expected, what was found. */
  public Optional<String> errorMessage() {
    return text("/error/message");
  }

  public Instant time() {
    return Instant.parse(json.path("time").asText());
  }

  private Optional<String> text(String pointer) {
    return Optional.ofNullable(json.at(pointer).textValue());
  }
}
