package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

/** The layout of log-text.xml. */
class TextLogTest {
  @ParameterizedTest
  @MethodSource("io.rollbackworker.command.PrintableTest#hostile")
  void shouldMakeOneLineOfAnEventWhateverStandsInIt(String hostile) throws Exception {
    Matcher pattern =
        Pattern.compile("<pattern>(.*)</pattern>")
            .matcher(Files.readString(Path.of("src/main/resources/log-text.xml")));
    assertThat(pattern.find()).isTrue();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(pattern.group(1));
    layout.start();
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("outcome"), Level.INFO, "told {}", null, new Object[] {hostile});
    event.setKeyValuePairs(List.of(new KeyValuePair("commandId", "a" + hostile)));

    String line = layout.doLayout(event);

    assertThat(line).contains("told ", "commandId").endsWith(System.lineSeparator());
    assertThat(line.stripTrailing()).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
  }
}
