package io.rollbackworker.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rollbackworker.bench.micro.MicroRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The runs of a set, one JSON object a line. */
final class Results {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private Results() {}

  static <T> List<T> read(Path file, Class<T> of) throws IOException {
    List<T> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      all.add(JSON.readValue(line, of));
    }
    return all;
  }

  /** In Markdown. */
  static String table(String set, Path file) throws IOException {
    if (!Files.exists(file)) {
      return "Not measured yet.\n";
    }
    return switch (set) {
      case "kill" -> Table.ofKilled(read(file, Killed.class));
      case "restore" -> Table.ofRestored(read(file, Restored.class));
      case "open" -> Table.ofOpened(read(file, Opened.class));
      case "paper" -> Table.ofPlanned(read(file, PaperRun.Planned.class));
      case "micro" -> Table.ofSteps(read(file, MicroRun.Step.class));
      case "life" -> Table.ofLived(read(file, Lived.class));
      default -> Table.of(read(file, Measured.class));
    };
  }
}
