package io.rollbackworker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollbackworker.request.CommandFile;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that are named on the command line, listed in a file, or both. */
final class CommandRows {
  private static final String STANDARD_INPUT = "-";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SNAPSHOT_ID", arity = "0..*", description = "One or more snapshots.")
  private List<String> named = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Snapshot ids, one a line; or CSV with a header of the command's fields"
              + " (snapshot_id,rollback.volume_id,labels.team); or a command in JSON a line."
              + " -: standard input.")
  private @Nullable String file;

  /** At least one, none checked. */
  List<Row> read() throws Mistakes {
    List<Row> rows = new ArrayList<>();
    for (String id : named) {
      rows.add(
          new Row(
              "SNAPSHOT_ID " + id, JsonNodeFactory.instance.objectNode().put("snapshot_id", id)));
    }
    if (file != null) {
      rows.addAll(read(file, spec));
    }
    if (rows.isEmpty()) {
      throw Misuse.of(
          spec, "Name at least one SNAPSHOT_ID, or a --file of them (- is standard input)");
    }
    return rows;
  }

  /**
   * @param file or {@value #STANDARD_INPUT}
   */
  static List<Row> read(String file, @Nullable CommandSpec spec) throws Mistakes {
    boolean isStandardInput = file.equals(STANDARD_INPUT);
    try {
      byte[] bytes = isStandardInput ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return CommandFile.read(isStandardInput ? "standard input" : file, text);
    } catch (IOException e) {
      throw Misuse.of(
          spec, file + " cannot be read as UTF-8 (" + e.getClass().getSimpleName() + ")");
    }
  }
}
