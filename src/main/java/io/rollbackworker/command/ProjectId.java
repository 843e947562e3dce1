package io.rollbackworker.command;

import java.util.regex.Pattern;

/**
 * A project (tenant) id: 32 hexadecimal characters in lower case, part of every path of the cloud's
 * API.
 */
public record ProjectId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public ProjectId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "project_id must be 32 lower-case hexadecimal characters such as"
              + " 0c2eba2c5af04d3f9e9d0d410b371fde, but is \""
              + value
              + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
