package io.rollbackworker.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Arguments that picocli cannot see to be wrong. */
final class Misuse {
  private Misuse() {}

  /**
   * @param spec of the sub-command, as picocli has set it
   */
  static ParameterException of(@Nullable CommandSpec spec, String message) {
    return new ParameterException(
        Objects.requireNonNull(spec, "set by picocli").commandLine(), message);
  }
}
