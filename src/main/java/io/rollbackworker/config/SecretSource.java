package io.rollbackworker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A secret, given as such or as {@code file:PATH}; a file is read again when it has changed. Never
 * shown. Thread-safe.
 */
public final class SecretSource {
  private static final String FILE = "file:";
  private static final int MAX_BYTES = 64 << 10;

  private final @Nullable Path file;

  // Guarded by this.
  private String value;
  private @Nullable FileTime readAt;

  private SecretSource(@Nullable Path file, String value) {
    this.file = file;
    this.value = value;
  }

  /**
   * @throws IllegalArgumentException when it cannot stand in an HTTP header
   */
  public static SecretSource parse(String text) {
    return text.startsWith(FILE)
        ? new SecretSource(Path.of(text.substring(FILE.length())), "")
        : new SecretSource(null, headerValue(text));
  }

  public boolean isEmpty() {
    return file == null && value.isEmpty();
  }

  /**
   * What it is now.
   *
   * @throws IOException naming the file, when it cannot be read or holds no secret
   */
  public synchronized String read() throws IOException {
    if (file != null) {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(readAt)) {
        value = content(file);
        readAt = changed;
      }
    }
    return value;
  }

  private static String content(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too large for a secret (" + MAX_BYTES + " bytes)");
    }
    try {
      String content = headerValue(Files.readString(file));
      if (content.isEmpty()) {
        throw new IOException(file + " is empty");
      }
      return content;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds something else than printable ASCII", e);
    }
  }

  /** A line end that a file brought along is dropped. */
  private static String headerValue(String text) {
    String stripped = text.strip();
    if (!stripped.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new IllegalArgumentException("not printable ASCII");
    }
    return stripped;
  }

  @Override
  public String toString() {
    return file == null ? "(not shown)" : FILE + file;
  }

  /** Equal if given by the same file, or as the same text. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretSource that
        && (file == null ? that.file == null && value.equals(that.value) : file.equals(that.file));
  }

  @Override
  public int hashCode() {
    return file == null ? value.hashCode() : file.hashCode();
  }
}
