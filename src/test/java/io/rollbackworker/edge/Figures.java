package io.rollbackworker.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What these tests measured, line by line: target/edge.txt. */
final class Figures {
  private static final Path FILE = Path.of("target", "edge.txt");

  private Figures() {}

  static void note(String figure) throws IOException {
    Files.writeString(FILE, figure + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
