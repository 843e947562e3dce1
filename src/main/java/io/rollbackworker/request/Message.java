package io.rollbackworker.request;

import java.util.Map;

/**
 * A command as it is published.
 *
 * @param json the record's value
 */
public record Message(String json, Map<String, String> headers) {
  public Message {
    headers = Map.copyOf(headers);
  }
}
