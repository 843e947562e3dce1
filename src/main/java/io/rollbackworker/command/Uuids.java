package io.rollbackworker.command;

import java.util.Locale;

/** The one form of UUID that is used as a key: 36 characters, lower case. */
public final class Uuids {
  private static final int CHARS = 36;

  private Uuids() {}

  /** Without a regular expression: a restore asks several times for each of its records. */
  public static boolean isCanonical(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : (c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return value.length() == CHARS;
  }

  static String canonical(String what, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    requireCanonical(what, lower);
    return lower;
  }

  static void requireCanonical(String what, String value) {
    if (!isCanonical(value)) {
      throw new IllegalArgumentException(
          what
              + " must be a UUID such as 2bb856e1-b3d8-4432-a858-09e4ce939389, but is \""
              + value
              + "\"");
    }
  }
}
