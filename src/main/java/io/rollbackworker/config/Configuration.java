package io.rollbackworker.config;

import io.rollbackworker.command.ProjectId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checked settings. Immutable. */
public final class Configuration {
  private final Map<String, Object> values;
  private final Map<ProjectId, Map<String, Object>> overrides;
  private final Map<String, String> kafkaClient;

  Configuration(
      Map<String, Object> values,
      Map<ProjectId, Map<String, Object>> overrides,
      Map<String, String> kafkaClient) {
    this.values = Map.copyOf(values);
    this.overrides = Map.copyOf(overrides);
    this.kafkaClient = Map.copyOf(kafkaClient);
  }

  /** The value; the key must be one of those that were needed when loading, or have a default. */
  @SuppressWarnings("unchecked") // Each value was made by its key's own parser.
  public <T> T get(Key<T> key) {
    Object value = values.get(key.name());
    if (value == null) {
      throw new IllegalStateException(key.name() + " was not among the needed keys");
    }
    return (T) value;
  }

  /** Empty for a key that was not needed, has no default and was not given. */
  public <T> Optional<T> find(Key<T> key) {
    return has(key) ? Optional.of(get(key)) : Optional.empty();
  }

  public Configuration forProject(ProjectId project) {
    Map<String, Object> own = new HashMap<>(values);
    own.putAll(overrides.getOrDefault(project, Map.of()));
    return new Configuration(own, Map.of(), kafkaClient);
  }

  boolean has(Key<?> key) {
    return values.containsKey(key.name());
  }

  public Map<String, String> kafkaClient() {
    return kafkaClient;
  }
}
