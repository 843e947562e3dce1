package io.rollbackworker.outcome;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of the outcomes topic.
 *
 * @param record the record that this event answers: the command, or the duplicate or evidence that
 *     led to it
 * @param duplicateOf the command whose recorded answer this repeats; such an event is final and
 *     single
 */
public record Outcome(
    Subject subject,
    Origin record,
    @Nullable CommandId duplicateOf,
    @Nullable Origin cause,
    Told<? extends Result> told) {

  public Result result() {
    return told.result();
  }

  /**
   * The same for the same fact, whoever tells it and how often: topic id, partition, offset, type
   * and revision.
   */
  public String eventId() {
    String fact =
        String.join(
            "|",
            record.topicId(),
            Integer.toString(record.partition()),
            Long.toString(record.offset()),
            result().type(),
            Integer.toString(told.revision()));
    return UUID.nameUUIDFromBytes(fact.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
