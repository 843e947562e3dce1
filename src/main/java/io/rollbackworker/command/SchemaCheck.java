package io.rollbackworker.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Validation with one of the published schemas (folder {@code schemas}, in the program's jar).
 * Thread-safe.
 */
public final class SchemaCheck {
  private static final int MAX_ERRORS_TOLD = 3;
  private static final int MAX_ERROR_CHARS = 300;
  private static final int MAX_VALUE_CHARS = 80;

  private final Schema schema;

  private SchemaCheck(Schema schema) {
    this.schema = schema;
  }

  /**
   * @param fileName for example {@code command.schema.json}
   */
  public static SchemaCheck of(String fileName) {
    SchemaRegistryConfig english =
        SchemaRegistryConfig.builder()
            .locale(Locale.ENGLISH)
            .errorMessageKeyword("x-message")
            .build();
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, b -> b.schemaRegistryConfig(english));
    try (InputStream in = SchemaCheck.class.getResourceAsStream("/schemas/" + fileName)) {
      Objects.requireNonNull(in, fileName);
      return new SchemaCheck(registry.getSchema(in, InputFormat.JSON));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the schema " + fileName + " from the jar", e);
    }
  }

  /** The first few errors, each with its place; empty when the document is valid. */
  public Optional<String> problem(JsonNode document) {
    return schema.validate(document).stream()
        .map(SchemaCheck::sentence)
        .distinct()
        .limit(MAX_ERRORS_TOLD)
        .reduce((one, other) -> one + "; " + other);
  }

  private static String sentence(Error error) {
    String place = error.getInstanceLocation().toString();
    JsonNode value = error.getInstanceNode();
    String found =
        value == null || !value.isValueNode()
            ? ""
            : ", but is " + StrictJson.shorten(value.toString(), MAX_VALUE_CHARS);
    String sentence = (place.isEmpty() ? "(top level)" : place) + ": " + error.getMessage() + found;
    return StrictJson.shorten(sentence, MAX_ERROR_CHARS);
  }
}
