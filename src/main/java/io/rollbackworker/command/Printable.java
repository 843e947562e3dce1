package io.rollbackworker.command;

/**
 * Text of others, for people: one line that is what it looks like. Whatever would move a cursor,
 * begin a line, hide or turn around what stands beside it is written as {@code \\u001b}, which in a
 * JSON text means the same as before.
 */
public final class Printable {
  private Printable() {}

  /** The text itself where nothing of it must be written differently. */
  public static String line(String text) {
    int at = 0;
    while (at < text.length() && isPlain(text, at)) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, at);
    for (; at < text.length(); at++) {
      if (isPlain(text, at)) {
        line.append(text.charAt(at));
      } else {
        line.append("\\u%04x".formatted((int) text.charAt(at)));
      }
    }
    return line.toString();
  }

  /** Halves of a pair are judged together. */
  private static boolean isPlain(String text, int at) {
    char here = text.charAt(at);
    int point = here;
    if (Character.isHighSurrogate(here)) {
      point = text.codePointAt(at);
    } else if (Character.isLowSurrogate(here) && at > 0) {
      int pair = text.codePointAt(at - 1);
      point = Character.isSupplementaryCodePoint(pair) ? pair : here;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
