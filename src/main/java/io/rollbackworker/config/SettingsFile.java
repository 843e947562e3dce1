package io.rollbackworker.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
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
    YAMLFactory yaml =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = yaml.createParser(Files.readString(file))) {
      Map<String, String> texts = new TreeMap<>();
      if (parser.nextToken() != null) {
        flatten("", parser, texts);
      }
      return texts;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      // What follows the first line quotes the file, which may hold secrets.
      String firstLine = e.getOriginalMessage().lines().findFirst().orElse("not YAML");
      throw new ConfigurationException(
          List.of(
              "%s, line %s, column %s: %s; values with special characters must stand in quotes"
                  .formatted(file, at.getLineNr(), at.getColumnNr(), firstLine)));
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of(file + " cannot be read; does it exist? (" + e.getClass().getSimpleName() + ")"));
    }
  }

  /** Values as they stand in the file: a password such as 0123 must not become a number. */
  private static void flatten(String name, JsonParser parser, Map<String, String> texts)
      throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        String prefix = name.isEmpty() ? "" : name + ".";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          flatten(prefix + key, parser, texts);
        }
      }
      case START_ARRAY -> {
        StringJoiner joined = new StringJoiner(",");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          joined.add(parser.getText());
        }
        texts.put(name, joined.toString());
      }
      case VALUE_NULL -> {}
      default -> texts.put(name, parser.getText());
    }
  }
}
