package io.rollbackworker.config;

import io.rollbackworker.command.ProjectId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From texts to checked values; collects every mistake. Used once. */
public final class Loading {
  private static final String CLIENT = "kafka.client.";
  private static final String CLIENT_VARIABLE = "ROLLBACK_KAFKA_CLIENT_";
  private static final Pattern PROJECT = Pattern.compile("projects\\.([^.]*)\\.(.*)");
  private static final Pattern PROJECT_VARIABLE =
      Pattern.compile("ROLLBACK_PROJECTS_([0-9A-F]{32})_(.*)");

  /** Variables of ours that are no settings. */
  private static final List<String> OTHER_VARIABLES =
      List.of(
          "ROLLBACK_JAVA", "ROLLBACK_JAVA_OPTIONS", "ROLLBACK_LOG_LEVEL", "ROLLBACK_LOG_FORMAT");

  private static final Map<String, Key<?>> KNOWN =
      Keys.all().stream().collect(Collectors.toMap(Key::name, key -> key));
  private static final Map<String, Key<?>> VARIABLES =
      Keys.all().stream().collect(Collectors.toMap(Key::variable, key -> key));

  /** Of an address, where none belongs. */
  private static final Pattern PASSWORD = Pattern.compile("//[^/]*@");

  private final Collection<Key<?>> needed;
  private final List<String> mistakes = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();
  private final Map<ProjectId, Map<String, Object>> overrides = new HashMap<>();
  private final Map<String, String> kafkaClient = new TreeMap<>();

  private Loading(Collection<Key<?>> needed) {
    this.needed = needed;
  }

  /**
   * A file, and environment variables over it.
   *
   * @param file YAML; null: environment and defaults alone
   * @param environment usually {@code System.getenv()}
   * @param needed the keys that the caller will ask for; of these, those without a default must be
   *     given
   * @throws ConfigurationException naming every mistake
   */
  public static Configuration load(
      @Nullable Path file, Map<String, String> environment, Collection<Key<?>> needed)
      throws ConfigurationException {
    return new Loading(needed).load(file, environment);
  }

  private Configuration load(@Nullable Path file, Map<String, String> environment)
      throws ConfigurationException {
    Map<String, String> texts = file == null ? new TreeMap<>() : SettingsFile.read(file);
    overlay(texts, environment);
    texts.forEach(this::take);
    for (Key<?> key : Keys.all()) {
      String fallback = key.defaultText();
      if (!texts.containsKey(key.name()) && fallback != null) {
        parse(key, key.name(), fallback).ifPresent(value -> values.put(key.name(), value));
      }
    }
    Configuration loaded = new Configuration(values, overrides, kafkaClient);
    needed.stream().filter(key -> !isGiven(key, texts)).forEach(this::mustBeGiven);
    boolean callsTheCloud = needed.contains(CloudKeys.AUTH);
    mistakes.addAll(Consistency.check(loaded, overrides.keySet(), callsTheCloud));
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
    return loaded;
  }

  private void overlay(Map<String, String> texts, Map<String, String> environment) {
    environment.forEach(
        (variable, text) -> {
          if (variable.startsWith("ROLLBACK_") && !OTHER_VARIABLES.contains(variable)) {
            nameOf(variable)
                .ifPresentOrElse(
                    name -> texts.put(name, text),
                    () -> mistakes.add(variable + ": there is no such setting"));
          }
        });
  }

  private static Optional<String> nameOf(String variable) {
    if (variable.startsWith(CLIENT_VARIABLE)) {
      String property = variable.substring(CLIENT_VARIABLE.length());
      return Optional.of(CLIENT + property.toLowerCase(Locale.ROOT).replace('_', '.'));
    }
    Matcher project = PROJECT_VARIABLE.matcher(variable);
    if (project.matches()) {
      String id = project.group(1).toLowerCase(Locale.ROOT);
      return Optional.ofNullable(VARIABLES.get("ROLLBACK_" + project.group(2)))
          .map(key -> "projects." + id + "." + key.name());
    }
    return Optional.ofNullable(VARIABLES.get(variable)).map(Key::name);
  }

  private void take(String name, String text) {
    Matcher project = PROJECT.matcher(name);
    Key<?> key = KNOWN.get(name);
    if (name.startsWith(CLIENT)) {
      takeForClients(name, name.substring(CLIENT.length()), text);
    } else if (project.matches()) {
      takeForProject(name, project.group(1), project.group(2), text);
    } else if (key != null) {
      parse(key, name, text).ifPresent(value -> values.put(name, value));
    } else {
      mistakes.add(name + ": there is no such key" + nearest(name));
    }
  }

  private void takeForClients(String name, String property, String text) {
    KafkaClientKeys.refusal(property)
        .ifPresentOrElse(
            why -> mistakes.add(name + ": " + why), () -> kafkaClient.put(property, text));
  }

  private void takeForProject(String name, String project, String inner, String text) {
    Key<?> key = KNOWN.get(inner);
    if (key == null) {
      mistakes.add(name + ": there is no such key" + nearest(inner));
    } else if (!key.isPerProject()) {
      mistakes.add(name + ": " + inner + " is the same for all projects; give it as " + inner);
    } else {
      try {
        ProjectId id = new ProjectId(project);
        parse(key, name, text)
            .ifPresent(
                value -> overrides.computeIfAbsent(id, any -> new HashMap<>()).put(inner, value));
      } catch (IllegalArgumentException e) {
        mistakes.add(name + ": \"" + project + "\" is no project id: " + e.getMessage());
      }
    }
  }

  private Optional<Object> parse(Key<?> key, String name, String text) {
    try {
      return Optional.of(key.parser().parse(text));
    } catch (IllegalArgumentException e) {
      String shown =
          key.isSecret()
              ? "(not shown)"
              : "\"" + PASSWORD.matcher(text).replaceAll("//(not shown)@") + "\"";
      mistakes.add(
          name + ": " + shown + " is not " + key.form() + "; for example: " + key.example());
      return Optional.empty();
    }
  }

  /** Given, rightly or not; where it may differ, for all projects that are named by it. */
  private boolean isGiven(Key<?> key, Map<String, String> texts) {
    boolean byProjects =
        key.isPerProject()
            && values.get(Keys.PROJECTS.name()) instanceof List<?> projects
            && projects.stream()
                .allMatch(id -> texts.containsKey("projects." + id + "." + key.name()));
    return key.defaultText() != null || texts.containsKey(key.name()) || byProjects;
  }

  private void mustBeGiven(Key<?> key) {
    mistakes.add(
        key.name() + " (" + key.variable() + ") must be given, for example: " + key.example());
  }

  private static String nearest(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).replace("_", "-");
    return Keys.all().stream()
        .map(Key::name)
        .filter(known -> known.endsWith("." + last) || known.startsWith(name))
        .findFirst()
        .map(known -> "; did you mean " + known + "?")
        .orElse("; src/site/markdown/settings.md lists all keys");
  }
}
