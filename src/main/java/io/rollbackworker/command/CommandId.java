package io.rollbackworker.command;

/** Names one request; at most 200 characters. */
public record CommandId(String value) {
  public static final int MAX_CHARS = 200;

  public CommandId {
    if (value.isEmpty() || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "command_id must have 1 to 200 characters, but has " + value.length());
    }
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
