package io.rollbackworker.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.StrictJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands in a file: bare snapshot ids, one a line; JSON Lines; or CSV with a header. Which of
 * them, its first line says. Empty lines are skipped, and in lists of ids {@code # comments}.
 */
public final class CommandFile {
  private static final ObjectMapper JSON = StrictJson.mapper();
  private static final String BOM = "\ufeff";

  private CommandFile() {}

  /**
   * @param name for people, such as the file's
   * @throws Mistakes naming each line that cannot be read
   */
  public static List<Row> read(String name, String text) throws Mistakes {
    String content = text.startsWith(BOM) ? text.substring(BOM.length()) : text;
    String first =
        content
            .lines()
            .filter(line -> !id(line).isEmpty())
            .map(CommandFile::id)
            .findFirst()
            .orElse("");
    if (first.startsWith("{")) {
      return jsonLines(name, content);
    }
    return CsvTable.isHeader(first) ? new CsvTable(name, content).rows() : ids(name, content);
  }

  /** Whether they are ids is checked with the rest of each command. */
  private static List<Row> ids(String name, String content) {
    List<Row> rows = new ArrayList<>();
    List<String> lines = content.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String id = id(lines.get(i));
      if (!id.isEmpty()) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode().put("snapshot_id", id);
        rows.add(new Row(Row.place(name, i + 1), fields));
      }
    }
    return rows;
  }

  private static String id(String line) {
    return line.startsWith("{") ? line : line.replaceFirst("#.*", "").strip();
  }

  private static List<Row> jsonLines(String name, String content) throws Mistakes {
    List<Row> rows = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    List<String> lines = content.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String place = Row.place(name, i + 1);
        try {
          JsonNode tree = JSON.readTree(lines.get(i));
          if (tree instanceof ObjectNode fields) {
            rows.add(new Row(place, fields));
          } else {
            mistakes.add(place + ": expected an object such as " + Requests.EXAMPLE);
          }
        } catch (JsonProcessingException e) {
          mistakes.add(place + ": " + StrictJson.problem(e) + "; expected " + Requests.EXAMPLE);
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw new Mistakes(mistakes);
    }
    return rows;
  }
}
