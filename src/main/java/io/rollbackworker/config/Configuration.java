package io.rollbackworker.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checked settings: a file, and environment variables over it. Immutable. */
public final class Configuration {
  private static final String CLIENT = "kafka.client.";
  private static final String CLIENT_VARIABLE = "ROLLBACK_KAFKA_CLIENT_";

  /** Variables of ours that are no settings. */
  private static final List<String> OTHER_VARIABLES =
      List.of("ROLLBACK_JAVA", "ROLLBACK_LOG_LEVEL", "ROLLBACK_JAVA_OPTIONS");

  private final Map<String, Object> values;
  private final Map<String, String> kafkaClient;

  private Configuration(Map<String, Object> values, Map<String, String> kafkaClient) {
    this.values = Map.copyOf(values);
    this.kafkaClient = Map.copyOf(kafkaClient);
  }

  /**
   * @param file YAML; null: environment and defaults alone
   * @param environment usually {@code System.getenv()}
   * @param needed the keys that the caller will ask for; of these, those without a default must be
   *     given
   * @throws ConfigurationException naming every mistake
   */
  public static Configuration load(
      @Nullable Path file, Map<String, String> environment, Collection<Key<?>> needed)
      throws ConfigurationException {
    List<String> mistakes = new ArrayList<>();
    Map<String, String> texts = file == null ? new TreeMap<>() : read(file);
    Map<String, Key<?>> known =
        Keys.all().stream().collect(Collectors.toMap(Key::name, key -> key));
    overlay(texts, environment, known, mistakes);

    Map<String, String> client = new TreeMap<>();
    Map<String, Object> values = new HashMap<>();
    texts.forEach(
        (name, text) -> {
          if (name.startsWith(CLIENT)) {
            client.put(name.substring(CLIENT.length()), text);
          } else if (!known.containsKey(name)) {
            mistakes.add(name + ": there is no such key" + nearest(name));
          }
        });
    for (Key<?> key : Keys.all()) {
      String text = texts.getOrDefault(key.name(), key.defaultText());
      if (text != null) {
        parse(key, text, values, mistakes);
      } else if (needed.contains(key)) {
        mistakes.add(
            key.name() + " (" + key.variable() + ") must be given, for example: " + key.example());
      }
    }
    if (mistakes.isEmpty()) {
      Configuration loaded = new Configuration(values, client);
      if (loaded.get(Keys.POLL_LONGEST).compareTo(loaded.get(Keys.POLL_SHORTEST)) >= 0) {
        return loaded;
      }
      mistakes.add("rules.poll-longest must not be shorter than rules.poll-shortest");
    }
    throw new ConfigurationException(mistakes);
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

  /** Properties to hand through to every Kafka client. */
  public Map<String, String> kafkaClient() {
    return kafkaClient;
  }

  private static Map<String, String> read(Path file) throws ConfigurationException {
    YAMLMapper yaml =
        new YAMLMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    try {
      Map<String, String> texts = new TreeMap<>();
      flatten("", yaml.readTree(Files.readString(file)), texts);
      return texts;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new ConfigurationException(
          List.of(
              file
                  + ", line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr()
                  + ": "
                  + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of(file + " cannot be read; does it exist? (" + e.getClass().getSimpleName() + ")"));
    }
  }

  private static void flatten(String name, JsonNode node, Map<String, String> texts) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(e -> flatten(prefix + e.getKey(), e.getValue(), texts));
    } else if (node.isArray()) {
      StringJoiner joined = new StringJoiner(",");
      node.forEach(element -> joined.add(element.asText()));
      texts.put(name, joined.toString());
    } else if (!node.isNull() && !node.isMissingNode()) {
      texts.put(name, node.asText());
    }
  }

  private static void overlay(
      Map<String, String> texts,
      Map<String, String> environment,
      Map<String, Key<?>> known,
      List<String> mistakes) {
    Map<String, String> names =
        known.values().stream().collect(Collectors.toMap(Key::variable, Key::name));
    environment.forEach(
        (variable, text) -> {
          if (names.containsKey(variable)) {
            texts.put(names.get(variable), text);
          } else if (variable.startsWith(CLIENT_VARIABLE)) {
            String property = variable.substring(CLIENT_VARIABLE.length());
            texts.put(CLIENT + property.toLowerCase(Locale.ROOT).replace('_', '.'), text);
          } else if (variable.startsWith("ROLLBACK_") && !OTHER_VARIABLES.contains(variable)) {
            mistakes.add(variable + ": there is no such setting");
          }
        });
  }

  private static <T> void parse(
      Key<T> key, String text, Map<String, Object> values, List<String> mistakes) {
    try {
      values.put(key.name(), key.parser().parse(text));
    } catch (IllegalArgumentException e) {
      String shown = key.equals(Keys.TOKEN) ? "(not shown)" : "\"" + text + "\"";
      mistakes.add(
          key.name() + ": " + shown + " is not " + key.form() + "; for example: " + key.example());
    }
  }

  private static String nearest(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).replace("_", "-");
    return Keys.all().stream()
        .map(Key::name)
        .filter(known -> known.endsWith("." + last) || known.startsWith(name))
        .findFirst()
        .map(known -> "; did you mean " + known + "?")
        .orElse("; README lists all keys");
  }
}
