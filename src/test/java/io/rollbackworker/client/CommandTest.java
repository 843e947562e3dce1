package io.rollbackworker.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.testing.Requesters;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SNAPSHOT = "2bb856e1-b3d8-4432-a858-09e4ce939389";

  private static Command full() {
    return Command.rollBackTo(SNAPSHOT)
        .named("nightly-2")
        .ofVolume("5aa119a8-d25b-45a7-8d1b-88e127885635", "test-001")
        .inProject("0c2eba2c5af04d3f9e9d0d410b371fde")
        .supersedes("nightly-1")
        .notBefore(Instant.parse("2026-11-21T03:30:00Z"))
        .expiresAt(Instant.parse("2026-11-21T04:00:00Z"))
        .waitingForDetach()
        .dryRun()
        .requestedBy("ops@example.org")
        .because("nightly reset of the test environment")
        .labelled("environment", "test")
        .labelled("priority", "low");
  }

  @Test
  void shouldSayEveryFieldThatThereIs() throws Exception {
    JsonNode schema = JSON.readTree(Files.readString(Path.of("schemas", "command.schema.json")));
    Set<String> fields = new TreeSet<>();
    schema.at("/$defs/rollback/properties").fieldNames().forEachRemaining(fields::add);
    fields.remove("kind"); // Has one value, and is the default.

    Set<String> said = new TreeSet<>();
    JSON.readTree(full().json()).fieldNames().forEachRemaining(said::add);

    assertThat(said).isEqualTo(fields);
  }

  @Test
  void shouldBeReadByWorkersAsItWasMeant() {
    Decoded decoded =
        new CommandDecoder(65_536)
            .decode(full().json().getBytes(StandardCharsets.UTF_8), Samples.place(0));

    assertThat(decoded).isInstanceOf(Decoded.Valid.class);
    assertThat(decoded.toString()).contains("nightly-1", "priority=low", "environment=test");
  }

  @Test
  void shouldGiveEachCommandAnIdOfItsOwn() {
    assertThat(Command.rollBackTo(SNAPSHOT).commandId())
        .isNotEqualTo(Command.rollBackTo(SNAPSHOT).commandId());
  }

  @Test
  void shouldLeaveTheCommandThatItWasMadeFromAlone() {
    Command one = Command.rollBackTo(SNAPSHOT).labelled("a", "1");
    String before = one.json();

    Command other = one.labelled("b", "2").ofVolume("v");

    assertThat(one.json()).isEqualTo(before);
    assertThat(other.commandId()).isEqualTo(one.commandId());
  }

  @Test
  void shouldSignAsSubmitDoes() {
    String topic = "rollback.commands";
    String json = full().json();

    String signature = Signer.ofPem("anna-1", Requesters.ALL.pem("anna")).sign(topic, json);

    assertThat(Map.of(Signer.HEADER, signature))
        .isEqualTo(Requesters.ALL.key("anna").header(topic, json));
  }
}
