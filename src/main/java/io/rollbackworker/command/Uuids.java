package io.rollbackworker.command;

import java.util.Locale;
import java.util.regex.Pattern;

/** The one form of UUID that is used as a key: 36 characters, lower case. */
public final class Uuids {
  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Uuids() {}

  public static boolean isCanonical(String value) {
    return CANONICAL.matcher(value).matches();
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
