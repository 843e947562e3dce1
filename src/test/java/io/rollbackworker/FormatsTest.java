package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a version wrote once is read by all that follow, and says the same. A folder for each format
 * of the ledger; its files stay as they are, whatever the examples of today become.
 */
class FormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LedgerCodec LEDGER = new LedgerCodec();
  private static final OutcomeCodec OUTCOMES = new OutcomeCodec();

  static Stream<Path> files() throws IOException {
    return Files.walk(Path.of("src/test/resources/formats"))
        .filter(file -> file.toString().endsWith(".json"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldStillReadWhatWasWritten(Path file) throws IOException {
    byte[] old = Files.readAllBytes(file);
    String name = file.getFileName().toString();
    if (name.startsWith("command")) {
      assertThat(new CommandDecoder(65_536).decode(old, Samples.place(0)))
          .isInstanceOf(Decoded.Valid.class);
    } else {
      assertContains(JSON.readTree(writtenAgain(name, old)), JSON.readTree(old), name);
    }
  }

  /** Until somebody upgrades the ledger, the version before must read what this one writes. */
  @ParameterizedTest
  @ValueSource(strings = {"accepted", "in-doubt", "intent", "refused"})
  void shouldWriteFormat1WithoutWhatFormat2Adds(String state) throws IOException {
    Path file = Path.of("src/test/resources/formats/2/ledger-entry-" + state + ".json");
    String now = Files.readString(file);
    String then =
        new String(
            writtenAgain(Samples.SNAPSHOT.value(), Files.readAllBytes(file), 1),
            StandardCharsets.UTF_8);

    assertThat(now).contains("described");
    assertThat(then).contains("\"format\":1").doesNotContain("described", "cause");
    assertThat(then.contains("stored_at")).isEqualTo(state.equals("intent"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accepted", "refused"})
  void shouldWriteFormat2WithoutTheWordOfTheCloudsLog(String state) throws Exception {
    Path file = Path.of("src/test/resources/formats/3/ledger-entry-" + state + ".json");
    byte[] then = writtenAgain(Samples.SNAPSHOT.value(), Files.readAllBytes(file), 2);

    assertThat(new String(then, StandardCharsets.UTF_8))
        .contains("\"format\":2", "described")
        .doesNotContain("log", "evidence");
    if (state.equals("accepted")) {
      assertThat(JSON.readTree(then).at("/runs/0/state/told/result/proof").asText())
          .isEqualTo("observed");
    }
  }

  @Test
  void shouldWriteFormat3WithoutWhoIsProvenToHaveAsked() throws Exception {
    Path file = Path.of("src/test/resources/formats/4/ledger-entry-signed.json");
    String now = Files.readString(file);
    byte[] then = writtenAgain(Samples.SNAPSHOT.value(), now.getBytes(StandardCharsets.UTF_8), 3);

    assertThat(now).contains("authorization", "anna");
    assertThat(new String(then, StandardCharsets.UTF_8))
        .contains("\"format\":3", "described")
        .doesNotContain("authorization", "anna");
  }

  private static byte[] writtenAgain(String name, byte[] old) {
    if (name.startsWith("outcome")) {
      return OUTCOMES.encode(OUTCOMES.decode(old));
    }
    String key =
        switch (name) {
          case "ledger-head.json" -> LedgerCodec.HEAD_KEY;
          case "ledger-outbox.json" -> "_outbox";
          default -> Samples.SNAPSHOT.value();
        };
    return writtenAgain(key, old, Entry.FORMAT);
  }

  private static byte[] writtenAgain(String key, byte[] old, int writes) {
    Encoded encoded = new Encoded(key.getBytes(StandardCharsets.UTF_8), old, Map.of());
    return LEDGER.encode(LEDGER.decode(encoded, Samples.NOW), writes).value();
  }

  /** Newer formats may say more. */
  private static void assertContains(JsonNode now, JsonNode then, String place) {
    if (then instanceof ObjectNode) {
      then.properties()
          .forEach(
              field ->
                  assertContains(
                      now.path(field.getKey()), field.getValue(), place + "." + field.getKey()));
    } else if (then.isArray()) {
      assertThat(now.size()).as(place).isEqualTo(then.size());
      for (int i = 0; i < then.size(); i++) {
        assertContains(now.path(i), then.path(i), place + "[" + i + "]");
      }
    } else if (!place.endsWith(".format")) {
      assertThat(now).as(place).isEqualTo(then);
    }
  }
}
