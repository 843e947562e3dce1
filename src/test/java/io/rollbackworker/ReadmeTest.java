package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first page stays one page, and what it shows is real. */
class ReadmeTest {
  private static final int MAX_BYTES = 9_000;
  private static final int MAX_CHARS = 130;
  private static final Path README = Path.of("README.md");
  private static final Path EXAMPLES = Path.of("schemas", "examples");
  private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void shouldStayShort() throws IOException {
    assertThat(Files.size(README)).as("bytes; move the rest to a page").isLessThan(MAX_BYTES + 1);
    assertThat(Files.readAllLines(README))
        .filteredOn(line -> !line.startsWith("|") && !line.startsWith("    "))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(MAX_CHARS));
  }

  @Test
  void shouldShowTheExamples() throws IOException {
    List<JsonNode> shown = new ArrayList<>();
    Matcher block = JSON.matcher(Files.readString(README));
    while (block.find()) {
      shown.add(json.readTree(block.group(1)));
    }

    assertThat(shown).hasSize(2);
    assertThat(shown.getFirst()).isEqualTo(example("command-full.json"));
    JsonNode outcome = example("outcome-accepted.json");
    assertThat(shown.getLast().properties())
        .allSatisfy(field -> assertThat(outcome.get(field.getKey())).isEqualTo(field.getValue()));
  }

  private JsonNode example(String name) throws IOException {
    return json.readTree(EXAMPLES.resolve(name).toFile());
  }
}
