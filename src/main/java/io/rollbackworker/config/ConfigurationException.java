package io.rollbackworker.config;

import java.util.List;

/** All mistakes of a configuration, each with its key, its value and a right example. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigurationException(List<String> mistakes) {
    super("The configuration has mistakes:\n  " + String.join("\n  ", mistakes));
  }
}
