package io.rollbackworker.outcome;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of the outcomes topic.
 *
 * @param record the record that this event answers: the command, or a duplicate of it
 * @param original whose recorded answer this repeats; such an event is final and single
 */
public record Outcome(
    Subject subject, Origin record, @Nullable Original original, Told<? extends Result> told) {

  /**
   * An answer that was given before.
   *
   * @param eventId of the event that told it
   */
  public record Original(CommandId command, String eventId) {}

  /** The command whose recorded answer this repeats; null: none. */
  public @Nullable CommandId duplicateOf() {
    return original == null ? null : original.command();
  }

  public Result result() {
    return told.result();
  }

  public String eventId() {
    return eventId(record, result().type(), told.revision());
  }

  /**
   * The same for the same fact, whoever tells it and how often: topic id, partition, offset, type
   * and revision.
   */
  public static String eventId(Origin record, String type, int revision) {
    String fact =
        String.join(
            "|",
            record.topicId(),
            Integer.toString(record.partition()),
            Long.toString(record.offset()),
            type,
            Integer.toString(revision));
    return UUID.nameUUIDFromBytes(fact.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
