package io.rollbackworker.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A file of properties of a Kafka client, as Kafka's own tools take one: where a cluster is that is
 * not the fleet's, and who we are there. Thread-safe: keeps nothing.
 *
 * @param path empty: there is none
 */
public record ClientFile(Optional<Path> path) {
  private static final String SERVERS = "bootstrap.servers";
  private static final int MAX_BYTES = 64 << 10;

  /**
   * What it holds now; empty: there is none.
   *
   * @throws IOException when it cannot be read, says not where the cluster is, or more than who we
   *     are there
   */
  public Map<String, String> read() throws IOException {
    return path.isEmpty() ? Map.of() : read(path.get());
  }

  private static Map<String, String> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too large (" + MAX_BYTES + " bytes)");
    }
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
    Map<String, String> read = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (!name.equals(SERVERS) && !name.matches("(security|sasl|ssl)\\..+")) {
        throw new IOException(name + " is none of bootstrap.servers, security.*, sasl.*, ssl.*");
      }
      read.put(name, properties.getProperty(name).strip());
    }
    if (read.getOrDefault(SERVERS, "").isEmpty()) {
      throw new IOException("it has no bootstrap.servers=HOST:PORT");
    }
    return read;
  }

  @Override
  public String toString() {
    return path.map(Path::toString).orElse("");
  }
}
