package io.rollbackworker.lane;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the commands topic as the poll thread hands it over. Holds the received bytes
 * themselves: nobody may change them.
 */
public final class Delivery {
  private final long offset;
  private final Instant timestamp;
  private final boolean stampedByBroker;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final Map<String, String> headers;

  /**
   * @param stampedByBroker the timestamp is the broker's append time
   * @param headers those that we read: origin, trace context, signature and approvals
   */
  public Delivery(
      long offset,
      Instant timestamp,
      boolean stampedByBroker,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, String> headers) {
    this.offset = offset;
    this.timestamp = timestamp;
    this.stampedByBroker = stampedByBroker;
    this.key = key;
    this.value = value;
    this.headers = Map.copyOf(headers);
  }

  public long offset() {
    return offset;
  }

  public Instant timestamp() {
    return timestamp;
  }

  public boolean isStampedByBroker() {
    return stampedByBroker;
  }

  public byte @Nullable [] key() {
    return key;
  }

  public byte @Nullable [] value() {
    return value;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** Bytes that it keeps in memory while it waits. */
  public int sizeBytes() {
    int headerChars = headers.values().stream().mapToInt(String::length).sum();
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length) + headerChars;
  }
}
