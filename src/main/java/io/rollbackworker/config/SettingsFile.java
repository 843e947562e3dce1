package io.rollbackworker.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Reads a YAML file as names and texts; sections are joined by dots, lists by commas. */
final class SettingsFile {
  private SettingsFile() {}

  static Map<String, String> read(Path file) throws ConfigurationException {
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
}
