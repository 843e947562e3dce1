package io.rollbackworker.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class PrintableTest {
  /** What has moved cursors, begun lines, hidden and turned around text in the field. */
  public static List<String> hostile() {
    return List.of(
        "\u001b[2J\u001b[1;1H", // clears the screen
        "\u001b]0;title\u0007",
        "a\r2026-11-25T10:00:00.000Z INFO outcome - told",
        "a\n  ► accepted (response)",
        "\u009b31m", // a control sequence in one character
        "\u007f\b\b\b",
        "\u202egpj.exe", // right to left
        "\u2066\u2069\u200f",
        "a\u2028b\u2029c\u0085d",
        "\u200b\u2060\ufeff", // nothing to be seen
        "\ud800", // half a character
        "\udb40\udc41", // a tag: invisible
        "\u0000");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void shouldWriteEverythingThatIsNotWhatItLooksLikeAsAnEscape(String text) throws Exception {
    String line = Printable.line("<" + text + ">");

    assertThat(line)
        .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]")
        .startsWith("<")
        .endsWith(">")
        .contains("\\u");
    if (!text.equals("\ud800")) {
      assertThat(new ObjectMapper().readTree("\"" + line.replace("\"", "") + "\"").asText())
          .isEqualTo("<" + text.replace("\"", "") + ">");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nightly-2", "Größe 12 µm", "スナップショット", "snap 🎉 e\u0301", "a\\b \"c\" {d}"})
  void shouldLeaveTextAlone(String text) {
    assertThat(Printable.line(text)).isSameAs(text);
  }

  @Test
  void shouldWriteTheCodeInFourDigits() {
    assertThat(Printable.line("a\u001bb")).isEqualTo("a\\u001bb");
  }
}
