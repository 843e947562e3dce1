package io.rollbackworker.lane;

import io.rollbackworker.command.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The headers of a forwarded record: where it was first stored. Anybody can write them, so they are
 * checked, and they can only make a record older.
 */
public final class OriginHeaders {
  public static final String TOPIC_ID = "rollback-origin-topic-id";
  public static final String PARTITION = "rollback-origin-partition";
  public static final String OFFSET = "rollback-origin-offset";
  public static final String TIMESTAMP = "rollback-origin-timestamp";

  private static final Pattern TOPIC_ID_FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

  private OriginHeaders() {}

  public static Map<String, String> of(Origin origin) {
    return Map.of(
        TOPIC_ID, origin.topicId(),
        PARTITION, Integer.toString(origin.partition()),
        OFFSET, Long.toString(origin.offset()),
        TIMESTAMP, origin.timestamp().toString());
  }

  /**
   * Empty when the record was not forwarded.
   *
   * @param storedAt when the record itself was stored: its origin is not younger. A forwarding
   *     broker's clock may be a little ahead, so a later time counts as this one; and none is older
   *     than 1970, so that an age is a number that everyone can reckon with
   * @throws IllegalArgumentException when some of the headers are missing or make no sense
   */
  public static Optional<Origin> read(Map<String, String> headers, Instant storedAt) {
    if (!headers.containsKey(TOPIC_ID)
        && !headers.containsKey(PARTITION)
        && !headers.containsKey(OFFSET)
        && !headers.containsKey(TIMESTAMP)) {
      return Optional.empty();
    }
    try {
      String topicId = headers.getOrDefault(TOPIC_ID, "");
      int partition = Integer.parseInt(headers.getOrDefault(PARTITION, ""));
      long offset = Long.parseLong(headers.getOrDefault(OFFSET, ""));
      if (!TOPIC_ID_FORM.matcher(topicId).matches() || partition < 0 || offset < 0) {
        throw new IllegalArgumentException("a topic id, a partition and an offset");
      }
      Instant told = Instant.parse(headers.getOrDefault(TIMESTAMP, ""));
      Instant notYounger = told.isAfter(storedAt) ? storedAt : told;
      Instant timestamp = notYounger.isBefore(Instant.EPOCH) ? Instant.EPOCH : notYounger;
      return Optional.of(new Origin(topicId, partition, offset, timestamp));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The headers rollback-origin-* do not say where the record comes from; leave them out:"
              + " workers write them",
          e);
    }
  }
}
