package io.rollbackworker.kafka;

import java.util.Map;

/**
 * Where OpenStack writes its notifications: a Kafka of its own, as a rule.
 *
 * @param client properties of clients: bootstrap servers, and who we are there
 */
public record NotificationSettings(String topic, Map<String, String> client) {
  public NotificationSettings {
    client = Map.copyOf(client);
  }

  /** Without the client properties: they may hold passwords. */
  @Override
  public String toString() {
    return "NotificationSettings[topic=" + topic + "]";
  }
}
