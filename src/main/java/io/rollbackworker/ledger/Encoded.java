package io.rollbackworker.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ledger record as the log holds it.
 *
 * @param key null: not one of ours
 * @param value null: a tombstone
 */
public record Encoded(byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {
  public Encoded {
    headers = Map.copyOf(headers);
  }
}
