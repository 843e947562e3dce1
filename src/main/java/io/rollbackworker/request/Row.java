package io.rollbackworker.request;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A command as somebody listed it, not checked yet.
 *
 * @param place for people: {@code plan.csv line 7}
 * @param fields as in the command's JSON
 */
public record Row(String place, ObjectNode fields) {
  static String place(String file, int line) {
    return file + " line " + line;
  }
}
