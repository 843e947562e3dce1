package io.rollbackworker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A table of a document, to be compared with what it describes. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /** Its rows, whole lines each; none if there is no table with this header. */
  public static List<String> rows(Path document, String header) throws IOException {
    return Files.readAllLines(document).stream()
        .dropWhile(line -> !line.equals(header))
        .skip(2) // The header and the line below it.
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }
}
