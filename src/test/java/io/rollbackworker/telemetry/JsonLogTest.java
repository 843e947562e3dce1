package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

class JsonLogTest {
  @ParameterizedTest
  @MethodSource("io.rollbackworker.command.PrintableTest#hostile")
  void shouldMakeOneLineOfAnEventWhateverStandsInItAndMeanTheSame(String hostile) throws Exception {
    assertThat(Files.readString(Path.of("src/main/resources/log-json.xml")))
        .contains("class=\"" + JsonLines.class.getName() + "\"");
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    JsonLines json = new JsonLines();
    json.setContext(context);
    json.start();
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("outcome"), Level.INFO, "told {}", null, new Object[] {hostile});
    event.setKeyValuePairs(List.of(new KeyValuePair("commandId", "a" + hostile)));

    String line = new String(json.encode(event), StandardCharsets.UTF_8);

    assertThat(line).endsWith("\n");
    assertThat(line.stripTrailing()).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
    JsonNode read = new ObjectMapper().readTree(line);
    assertThat(read.get("kvpList").get(0).get("commandId").asText())
        .isEqualTo(asBytes("a" + hostile));
  }

  /** Half of a pair has none. */
  private static String asBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
