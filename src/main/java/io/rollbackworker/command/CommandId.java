package io.rollbackworker.command;

import java.util.regex.Pattern;

/** Names one request; at most 200 characters. */
public record CommandId(String value) {
  public static final int MAX_CHARS = 200;

  /** Topic ids are 16 bytes in URL-safe Base64. */
  private static final Pattern DEFAULT = Pattern.compile("[A-Za-z0-9_-]{22}-[0-9]+-[0-9]+");

  public CommandId {
    if (value.isEmpty() || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "command_id must have 1 to 200 characters, but has " + value.length());
    }
  }

  /** An id that a requester gives must not claim a record that may still come. */
  boolean looksLikeADefault() {
    return DEFAULT.matcher(value).matches();
  }

  /** The id of a command that brought none: where its record was first stored. */
  public static CommandId of(Origin origin) {
    return new CommandId(origin.topicId() + "-" + origin.partition() + "-" + origin.offset());
  }

  @Override
  public String toString() {
    return value;
  }
}
