package io.rollbackworker.audit;

import io.rollbackworker.command.Origin;

/** Where a record lies, without its time, which a forward's headers may round. */
public record Place(String topicId, int partition, long offset) {
  public static Place of(Origin origin) {
    return new Place(origin.topicId(), origin.partition(), origin.offset());
  }
}
