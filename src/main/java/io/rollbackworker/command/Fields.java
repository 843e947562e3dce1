package io.rollbackworker.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an object whose types the schema has already checked. */
record Fields(JsonNode tree) {

  @Nullable String text(String name) {
    return tree.path(name).textValue();
  }

  String required(String name) {
    return Objects.requireNonNull(text(name), "the schema requires it, the decoder relies on it");
  }

  <T> @Nullable T map(String name, Function<String, T> parse) {
    String text = text(name);
    return text == null ? null : parse.apply(text);
  }

  @Nullable Instant instant(String name) {
    String text = text(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          name + " must be an RFC 3339 time such as 2026-11-21T03:00:00Z, but is \"" + text + "\"",
          e);
    }
  }

  Map<String, String> texts(String name) {
    Map<String, String> texts = new TreeMap<>();
    tree.path(name).properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }
}
