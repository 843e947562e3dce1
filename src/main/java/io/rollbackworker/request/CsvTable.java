package io.rollbackworker.request;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * CSV (RFC 4180) as spreadsheets write it: separated by comma, semicolon or tab, with a header of
 * the command's fields, those inside of others with a dot: {@code rollback.volume_id}, {@code
 * labels.team}. An empty cell is a field that is not there.
 */
final class CsvTable {
  private static final String LABELS = "labels.";
  private static final Set<String> TRUTHS = Set.of("true", "false");
  private static final List<String> COLUMNS =
      List.of(
          "snapshot_id",
          "rollback.volume_id",
          "rollback.name",
          "project_id",
          "command_id",
          "supersedes",
          "expires_at",
          "dry_run",
          "requested_by",
          "reason");

  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .build();

  private final String name;
  private final String content;
  private final char separator;
  private final List<String> mistakes = new ArrayList<>();

  CsvTable(String name, String content) {
    this.name = name;
    this.content = content;
    this.separator =
        separator(content.lines().filter(line -> !line.isBlank()).findFirst().orElse(""));
  }

  /** Lists of ids never name the field. */
  static boolean isHeader(String line) {
    return line.contains("snapshot_id") || line.indexOf(separator(line)) >= 0;
  }

  private static char separator(String header) {
    return header.contains(",")
        ? ','
        : header.contains(";") ? ';' : header.contains("\t") ? '\t' : ',';
  }

  List<Row> rows() throws Mistakes {
    List<Row> rows = new ArrayList<>();
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    try (MappingIterator<List<String>> lines =
        CSV.readerForListOf(String.class).with(schema).readValues(content)) {
      List<String> header = List.of();
      int line = 1;
      while (lines.hasNextValue()) {
        List<String> cells = lines.nextValue();
        if (cells.stream().allMatch(String::isEmpty)) {
          // A blank line.
        } else if (header.isEmpty()) {
          header = header(cells, line);
        } else {
          rows.add(new Row(Row.place(name, line), fields(header, cells, line)));
        }
        line = lines.getCurrentLocation().getLineNr();
      }
    } catch (JacksonException e) {
      mistakes.add(
          Row.place(name, e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + ": is not CSV: "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("a text is read without input", e);
    }
    if (!mistakes.isEmpty()) {
      throw new Mistakes(mistakes);
    }
    return rows;
  }

  private List<String> header(List<String> cells, int line) throws Mistakes {
    Set<String> seen = new HashSet<>();
    for (String column : cells) {
      boolean known =
          COLUMNS.contains(column)
              || (column.startsWith(LABELS) && column.length() > LABELS.length());
      if (!known || !seen.add(column)) {
        mistakes.add(
            Row.place(name, line)
                + ": column \""
                + column
                + (known ? "\" is there twice" : "\" is no field of a command")
                + "; expected a header of "
                + String.join(", ", COLUMNS)
                + " or labels.NAME, such as snapshot_id,rollback.volume_id,labels.team");
      }
    }
    if (!seen.contains("snapshot_id")) {
      mistakes.add(Row.place(name, line) + ": the header has no column snapshot_id");
    }
    if (!mistakes.isEmpty()) {
      throw new Mistakes(mistakes); // Each line would be told to be wrong.
    }
    return cells;
  }

  private ObjectNode fields(List<String> header, List<String> cells, int line) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    if (cells.size() != header.size()) {
      mistakes.add(
          "%s: has %d cells under a header of %d"
              .formatted(Row.place(name, line), cells.size(), header.size()));
    }
    for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
      if (!cells.get(i).isEmpty()) {
        put(fields, header.get(i), cells.get(i));
      }
    }
    return fields;
  }

  private static void put(ObjectNode fields, String column, String cell) {
    int dot = column.indexOf('.');
    if (dot >= 0) {
      fields.withObjectProperty(column.substring(0, dot)).put(column.substring(dot + 1), cell);
    } else if (column.equals("dry_run") && TRUTHS.contains(cell)) {
      fields.put(column, Boolean.parseBoolean(cell));
    } else {
      fields.put(column, cell);
    }
  }
}
