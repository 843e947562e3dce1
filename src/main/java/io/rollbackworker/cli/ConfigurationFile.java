package io.rollbackworker.cli;

import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.ConfigurationException;
import io.rollbackworker.config.Key;
import io.rollbackworker.config.Loading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the configuration file. */
final class ConfigurationFile {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file; environment variables ROLLBACK_... go over it.")
  private @Nullable Path file;

  Configuration load(Map<String, String> environment, List<Key<?>> needed)
      throws ConfigurationException {
    return Loading.load(file, environment, needed);
  }
}
