package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.SchemaCheck;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.testing.MarkdownTable;
import java.io.IOException;
import java.nio.file.Files;
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
    schema
        .at("/$defs/error/properties/code/anyOf/0/enum")
        .forEach(code -> inSchema.add(code.asText()));

    assertThat(inSchema)
        .containsExactlyElementsOf(Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
  }

  /** A consumer that validates must not break when a code is added. */
  @Test
  void shouldBeAnOpenList() throws IOException {
    String accepted = Files.readString(Path.of("schemas", "examples", "outcome-rejected.json"));
    SchemaCheck schema = SchemaCheck.of("outcome.schema.json");

    String code = new ObjectMapper().readTree(accepted).at("/error/code").asText();
    for (String other : List.of("SOMETHING_NEW", "X")) {
      String later = accepted.replace(code, other).replace("rejected", "deferred");
      assertThat(schema.problem(new ObjectMapper().readTree(later))).as(other).isEmpty();
    }
    assertThat(schema.problem(new ObjectMapper().readTree(accepted.replace(code, "no code"))))
        .isPresent();
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
