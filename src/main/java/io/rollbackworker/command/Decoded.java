package io.rollbackworker.command;

import org.jspecify.annotations.Nullable;

/** What a record's value turned out to be. */
public sealed interface Decoded {
  record Valid(RollbackCommand command) implements Decoded {}

  /**
   * @param problem a sentence with the place, the value and what is expected
   * @param snapshotId the snapshot that it names, where that much could be read
   * @param commandId the command id that it names, where that much could be read
   */
  record Malformed(
      Cause cause, String problem, @Nullable SnapshotId snapshotId, @Nullable CommandId commandId)
      implements Decoded {}

  /**
   * Why a record is refused before anything else is asked; also the cause header of its dead
   * letter.
   */
  enum Cause {
    NULL_VALUE,
    TOO_LARGE,
    NOT_UTF8,
    NOT_JSON,
    SCHEMA,
    DECODER,
    TIMESTAMP_TYPE,
    FUTURE_TIMESTAMP,
    ORIGIN_HEADERS
  }
}
