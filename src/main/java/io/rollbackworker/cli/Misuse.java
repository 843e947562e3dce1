package io.rollbackworker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Arguments that picocli cannot see to be wrong. */
final class Misuse {
  private Misuse() {}

  /** Of the file that an option names. */
  static List<String> lines(@Nullable CommandSpec spec, String option, Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw of(
          spec, option + " " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /**
   * @param spec of the sub-command, as picocli has set it
   */
  static ParameterException of(@Nullable CommandSpec spec, String message) {
    return new ParameterException(
        Objects.requireNonNull(spec, "set by picocli").commandLine(), message);
  }
}
