package io.rollbackworker.command;

import java.time.Instant;

/**
 * Where a record was first stored, and when by the broker's clock.
 *
 * @param topicId the topic's id, not its name: a topic that was deleted and made again is another
 *     one
 * @param timestamp the broker's append time
 */
public record Origin(String topicId, int partition, long offset, Instant timestamp) {
  /** For people: {@code partition 3 offset 12}. */
  public String inWords() {
    return "partition " + partition + " offset " + offset;
  }
}
