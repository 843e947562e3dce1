package io.rollbackworker.proof.guards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A change of one source file.
 *
 * @param text must occur exactly once
 */
public record Edit(Path file, String text, String replacement) {
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "rollbackworker");

  static Edit edit(String file, String text, String replacement) {
    return new Edit(SOURCES.resolve(file + ".java"), text, replacement);
  }

  /** The source with this change. */
  String applyTo(String source) {
    int at = source.indexOf(text);
    if (at < 0 || source.indexOf(text, at + 1) >= 0) {
      throw new IllegalStateException(
          "Expected this text once in " + file + "; has the guard moved? " + text);
    }
    return source.replace(text, replacement);
  }

  String source() throws IOException {
    return Files.readString(file);
  }
}
