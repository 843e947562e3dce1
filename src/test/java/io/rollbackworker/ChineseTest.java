package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.outcome.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What stands in Chinese says no other commands and no other codes than the English. */
class ChineseTest {
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  @Test
  void shouldHaveTheSameCommandsAndExamplesInBothReadmes() throws IOException {
    assertThat(code(Path.of("README.zh-CN.md")))
        .isNotEmpty()
        .containsExactlyElementsOf(code(Path.of("README.md")));
  }

  @Test
  void shouldPromiseTheSameInBothReadmes() throws IOException {
    for (String readme : List.of("README.md", "README.zh-CN.md")) {
      assertThat(Files.readString(Path.of(readme)))
          .contains("| **P1 ", "| **P2 ", "| **P3 ", "| **P4 ", "| **P5 ", "| **P6 ");
    }
  }

  @Test
  void shouldHaveEachErrorCode() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("src", "site", "markdown", "errors.zh-CN.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(rows)
        .extracting(row -> row.replaceAll("^\\| `([A-Z_]+)`.*\\| (.) \\|$", "$1 $2"))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values())
                .map(code -> code + (code.sendingAgainCanHelp() ? " 是" : " 否"))
                .toList());
    assertThat(rows)
        .allSatisfy(
            row -> {
              String[] cells = row.split("\\|");
              assertThat(cells[2]).containsPattern(HAN);
              assertThat(cells[3]).containsPattern(HAN);
            });
  }

  /** Indented lines, and what stands between fences; a diagram is words. */
  private static List<String> code(Path readme) throws IOException {
    String text = Files.readString(readme).replaceAll("(?s)```mermaid.*?```", "").replace("\r", "");
    List<String> lines = new ArrayList<>();
    boolean fenced = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (fenced || line.startsWith("    ")) {
        lines.add(line);
      }
    }
    return lines;
  }
}
