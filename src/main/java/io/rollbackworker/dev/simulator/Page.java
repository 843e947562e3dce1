package io.rollbackworker.dev.simulator;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a list, as a query asks for it: at most 1,000 objects. */
record Page(int offset, int limit) {
  static final Page NONE = new Page(0, 0);
  private static final int MOST = 1_000;

  static Page of(URI uri) {
    String query = String.valueOf(uri.getQuery());
    return new Page(number(query, "offset", 0), Math.min(MOST, number(query, "limit", MOST)));
  }

  private static int number(String query, String name, int otherwise) {
    Matcher found = Pattern.compile("(?:^|&)" + name + "=([0-9]{1,9})(?:&|$)").matcher(query);
    return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
  }

  <T> List<T> of(List<T> all) {
    int from = Math.min(offset, all.size());
    return all.subList(from, Math.min(all.size(), from + limit));
  }
}
