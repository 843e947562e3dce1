package io.rollbackworker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.outcome.OutcomeCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {
  private static final Path EXAMPLES = Path.of("schemas", "examples");

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(f -> f.getFileName().toString().startsWith("outcome-")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldReadWhatWorkersWrite(Path example) throws IOException {
    var theirs = new OutcomeCodec().decode(Files.readAllBytes(example));

    Outcome outcome = Outcome.parse(Files.readString(example));

    assertThat(outcome.eventId()).isEqualTo(theirs.eventId());
    assertThat(outcome.commandId()).isEqualTo(theirs.subject().commandId().toString());
    assertThat(outcome.time()).isEqualTo(theirs.told().time());
    assertThat(outcome.duplicateOf().isPresent()).isEqualTo(theirs.duplicateOf() != null);
    assertThat(outcome.errorCode().isPresent()).isEqualTo(outcome.json().has("error"));
  }

  @Test
  void shouldKnowWhichTypesEndACommand() throws IOException {
    Set<String> over = new TreeSet<>();
    for (Path example : examples().toList()) {
      Outcome outcome = Outcome.parse(Files.readString(example));
      if (outcome.isOver()) {
        over.add(outcome.type());
      }
    }

    assertThat(over).containsExactly("checked", "completed", "ended", "failed", "rejected");
  }

  @Test
  void shouldNotEndByAWordThatItDoesNotKnow() {
    Outcome later =
        Outcome.parse(
            "{\"event_id\":\"e\",\"type\":\"verified\",\"command_id\":\"c\",\"error\":{\"code\":\"NEW\"}}");

    assertThat(later.isOver()).isFalse();
    assertThat(later.errorCode()).contains("NEW");
    assertThat(later.snapshotId()).isEmpty();
  }

  @Test
  void shouldSayWhatIsNoOutcome() {
    assertThatThrownBy(() -> Outcome.parse("{\"type\":\"accepted\"}"))
        .hasMessageContaining("Expected an event_id");
    assertThatThrownBy(() -> Outcome.parse("accepted")).hasMessageContaining("Expected JSON");
  }
}
