package io.rollbackworker.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * JSON as the contract wants it: no duplicate keys, nothing behind the value, bounded depth and
 * numbers.
 */
public final class StrictJson {
  static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_CHARS = 100;

  private StrictJson() {}

  static JsonFactory factory(boolean refuseDuplicates) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_CHARS)
                .build())
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, refuseDuplicates)
        // An error must not quote the record: it may hold anything.
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }

  public static ObjectMapper mapper() {
    return JsonMapper.builder(factory(true))
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** The parser's complaint with its place, in one bounded line. */
  public static String problem(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).replace('\n', ' ');
    JsonLocation at = e.getLocation();
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return "The value is not the JSON we read" + place + ": " + shorten(message, 300);
  }

  static String shorten(String text, int maxChars) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
  }
}
