package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.testing.MarkdownTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The catalogue of error codes stands in code, schema and the requesters' page alike. */
class ErrorCatalogueTest {

  @Test
  void shouldBeInTheSchema() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Path.of("schemas", "outcome.schema.json").toFile());
    List<String> inSchema = new ArrayList<>();
    schema.at("/$defs/error/properties/code/enum").forEach(code -> inSchema.add(code.asText()));

    assertThat(inSchema)
        .containsExactlyElementsOf(Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
  }

  @Test
  void shouldBeOnTheRequestersPage() throws IOException {
    Path page = Path.of("src", "site", "markdown", "requesters.md");

    assertThat(MarkdownTable.rows(page, "| code | meaning | remedy | again |"))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCatalogueTest::row).toList());
  }

  private static String row(ErrorCode code) {
    String again = code.sendingAgainCanHelp() ? "yes" : "no";
    return "| `%s` | %s | %s | %s |".formatted(code, code.meaning(), code.remedy(), again);
  }
}
