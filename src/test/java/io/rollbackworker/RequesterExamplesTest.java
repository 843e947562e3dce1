package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.rollbackworker.cli.RollbackWorkerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts for requesters call the program as it is. */
class RequesterExamplesTest {
  private static final Path FOLDER = Path.of("config", "examples");
  private static final Pattern CALL =
      Pattern.compile("rollback-worker ((?:campaign run|submit) .*)");

  static Stream<String> texts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        texts.add(file.toString().endsWith(".yaml") ? args(file) : Files.readString(file));
      }
      return texts.stream();
    }
  }

  private static String args(Path file) throws IOException {
    JsonNode job = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
    assertThat(job.at("/kind").asText()).isEqualTo("CronJob");
    return job.at("/spec/jobTemplate/spec/template/spec/containers/0/args/0").asText();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void shouldParse(String text) {
    Matcher call = CALL.matcher(text.replace("\\\n", " "));
    assertThat(call.find()).as(text).isTrue();
    List<String> words =
        Pattern.compile("\"([^\"]*)\"|(\\S+)")
            .matcher(
                call.group(1)
                    .replaceAll(" &$", "")
                    .replaceAll("\"?nightly-\\$\\([^)]*\\)\"?", "nightly-2026-11-21")
                    .replace("$snapshot", "2bb856e1-b3d8-4432-a858-09e4ce939389")
                    .replace("$volume", "5aa119a8-d25b-45a7-8d1b-88e127885635"))
            .results()
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .toList();

    // Throws what it does not know.
    RollbackWorkerCommand.commandLine().parseArgs(words.toArray(String[]::new));
  }
}
