package io.rollbackworker.cloud.errors;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rollbackworker.outcome.CloudError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of one cloud's errors, a YAML file beside this class; checked when it is loaded.
 * Immutable.
 */
final class ErrorTable {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();
  private static final ErrorRow OTHER_4XX =
      new ErrorRow(List.of(), 400, ErrorClass.STATE, true, null);
  private static final ErrorRow OTHER =
      new ErrorRow(List.of(), 500, ErrorClass.UNAVAILABLE, true, null);

  private final List<ErrorRow> rows;
  private final Map<Case, ErrorRow> byCase = new HashMap<>();

  private record Columns(
      @Nullable List<String> codes,
      @Nullable Integer status,
      @JsonProperty(value = "class", required = true) ErrorClass errorClass,
      @Nullable String effect,
      @Nullable String remedy) {
    ErrorRow row() {
      return new ErrorRow(
          codes == null ? List.of() : codes, status, errorClass, !"none".equals(effect), remedy);
    }
  }

  private record Case(@Nullable String code, @Nullable Integer status) {}

  ErrorTable(List<ErrorRow> rows) {
    this.rows = List.copyOf(rows);
    rows.forEach(row -> cases(row).forEach(one -> put(one, row)));
  }

  /**
   * One of the program's own tables.
   *
   * @throws UncheckedIOException naming the place that is wrong
   */
  static ErrorTable load(String resource) {
    try (InputStream in =
        Objects.requireNonNull(ErrorTable.class.getResourceAsStream(resource), resource)) {
      return new ErrorTable(
          Arrays.stream(YAML.readValue(in, Columns[].class)).map(Columns::row).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(resource + ": " + e.getMessage(), e);
    }
  }

  private static Stream<Case> cases(ErrorRow row) {
    return row.codes().isEmpty()
        ? Stream.of(new Case(null, row.status()))
        : row.codes().stream().map(code -> new Case(code, row.status()));
  }

  private void put(Case one, ErrorRow row) {
    if (byCase.put(one, row) != null) {
      throw new IllegalStateException("two rows for " + one);
    }
  }

  List<ErrorRow> rows() {
    return rows;
  }

  /** The row of an answer; there is one for every answer. */
  ErrorRow of(CloudError error) {
    String code = normal(error.code());
    return Stream.of(
            new Case(code, error.httpStatus()),
            new Case(code, null),
            new Case(null, error.httpStatus()))
        .map(byCase::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(error.httpStatus() / 100 == 4 ? OTHER_4XX : OTHER);
  }

  private static @Nullable String normal(@Nullable String code) {
    return code != null && code.startsWith("APIG.") ? "APIGW." + code.substring(5) : code;
  }
}
