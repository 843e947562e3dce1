package io.rollbackworker.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SchemaCheck;
import io.rollbackworker.command.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A policy as people write it: YAML, by {@code policy.schema.json}. Thread-safe. */
public final class PolicyFile {
  private static final SchemaCheck SCHEMA = SchemaCheck.of("policy.schema.json");
  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private PolicyFile() {}

  /**
   * @throws IllegalArgumentException naming the place, the value and what is right
   */
  public static Policy parse(String text) {
    JsonNode tree;
    try {
      tree = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new IllegalArgumentException(
          "line %d, column %d: %s"
              .formatted(
                  at.getLineNr(),
                  at.getColumnNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("not YAML")),
          e);
    }
    SCHEMA
        .problem(tree)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    Map<String, RequesterKey> keys = keys(tree.path("requesters"));
    Set<String> known =
        keys.values().stream().map(RequesterKey::requester).collect(Collectors.toSet());
    ZoneId zone = zone(tree.path("time_zone").asText("UTC"));
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : tree.path("rules")) {
      rules.add(rule("/rules/" + rules.size(), rule, known, zone));
    }
    return new Policy(
        Sha256.hex(text.getBytes(StandardCharsets.UTF_8)),
        tree.path("unsigned").asText().equals("allow"),
        new Keyring(keys),
        rules);
  }

  private static Map<String, RequesterKey> keys(JsonNode requesters) {
    Map<String, RequesterKey> keys = new HashMap<>();
    for (Map.Entry<String, JsonNode> requester : requesters.properties()) {
      for (Map.Entry<String, JsonNode> key : requester.getValue().path("keys").properties()) {
        String place = "/requesters/" + requester.getKey() + "/keys/" + key.getKey();
        RequesterKey parsed =
            at(
                place,
                () ->
                    RequesterKey.parse(key.getKey(), requester.getKey(), key.getValue().asText()));
        keys.values().stream()
            .filter(known -> known.key().equals(parsed.key()))
            .findFirst()
            .ifPresent(
                known -> {
                  throw new IllegalArgumentException(
                      "%s: is the key %s of %s; one person must not approve as another"
                          .formatted(place, known.id(), known.requester()));
                });
        RequesterKey other = keys.putIfAbsent(parsed.id(), parsed);
        if (other != null) {
          throw new IllegalArgumentException(
              "%s: %s has a key of that id, too; give each one of its own"
                  .formatted(place, other.requester()));
        }
      }
    }
    return keys;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "/time_zone: must be a zone such as UTC or Europe/Berlin, but is \"" + text + "\"", e);
    }
  }

  private static Rule rule(String place, JsonNode rule, Set<String> known, ZoneId zone) {
    Map<String, String> labels = new LinkedHashMap<>();
    rule.path("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    int approvals = rule.path("approvals").asInt(0);
    Set<String> requesters = Set.copyOf(texts(rule.path("requesters")));
    Set<String> approvers = Set.copyOf(texts(rule.path("approvers")));
    requireKnown(place + "/requesters", requesters, known);
    requireKnown(place + "/approvers", approvers, known);
    Set<String> others = new HashSet<>(approvers.isEmpty() ? known : approvers);
    if (requesters.size() == 1) {
      others.removeAll(requesters);
    }
    // Whoever asks is one of them, if nobody in particular does.
    int most = approvers.isEmpty() && requesters.size() != 1 ? others.size() - 1 : others.size();
    if (approvals > Math.max(0, most)) {
      throw new IllegalArgumentException(
          "%s/approvals: %d others must approve, more than there are".formatted(place, approvals));
    }
    return new Rule(
        rule.path("name").asText(),
        requesters,
        texts(rule.path("projects")).stream().map(ProjectId::new).collect(Collectors.toSet()),
        labels,
        texts(rule.path("priorities")).stream()
            .map(text -> Priority.valueOf(text.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        texts(rule.path("windows")).stream()
            .map(text -> at(place + "/windows", () -> TimeWindow.parse(text, zone)))
            .toList(),
        approvals,
        approvers);
  }

  private static void requireKnown(String place, Set<String> names, Set<String> known) {
    names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "%s: \"%s\" is none of requesters, such as %s"
                      .formatted(place, name, known.stream().sorted().findFirst().orElse("anna")));
            });
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private interface Made<T> {
    T make();
  }

  private static <T> T at(String place, Made<T> made) {
    try {
      return made.make();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
