package io.rollbackworker.config;

import io.rollbackworker.policy.Policy;
import io.rollbackworker.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * A file that says who may have what rolled back. Thread-safe: keeps nothing.
 *
 * @param path empty: there is none, and everything may be
 */
public record PolicySource(Optional<Path> path) {
  public static final PolicySource NONE = new PolicySource(Optional.empty());

  private static final int MAX_BYTES = 4 << 20;

  /**
   * When it was changed.
   *
   * @throws IOException when it is gone
   */
  public List<FileTime> changes() throws IOException {
    return path.isEmpty() ? List.of() : List.of(Files.getLastModifiedTime(path.get()));
  }

  /**
   * What it says now.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException naming the place in it that is wrong
   */
  public Policy read() throws IOException {
    if (path.isEmpty()) {
      return Policy.OPEN;
    }
    if (Files.size(path.get()) > MAX_BYTES) {
      throw new IOException(path.get() + " is too large (" + MAX_BYTES + " bytes)");
    }
    return PolicyFile.parse(Files.readString(path.get()));
  }

  @Override
  public String toString() {
    return path.map(Path::toString).orElse("");
  }
}
