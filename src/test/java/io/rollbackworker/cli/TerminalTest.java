package io.rollbackworker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalTest {
  @ParameterizedTest
  @MethodSource("io.rollbackworker.command.PrintableTest#hostile")
  void shouldPrintOneLineWhateverStandsInIt(String hostile) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      Terminal.out("by " + hostile);
    } finally {
      System.setOut(before);
    }

    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text).endsWith(System.lineSeparator());
    assertThat(text.stripTrailing()).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
  }
}
