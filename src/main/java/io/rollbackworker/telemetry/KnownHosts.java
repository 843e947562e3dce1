package io.rollbackworker.telemetry;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which names a port without authentication may be asked: else any web page could have a browser
 * that reaches it ask for its own name, and read what is answered (DNS rebinding).
 *
 * @param names lower case
 */
record KnownHosts(List<String> names) {
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.%]+]");

  KnownHosts {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * @param host the request's header; no browser leaves it out
   */
  boolean accept(@Nullable String host) {
    if (host == null) {
      return true;
    }
    String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    return name.equals("localhost") || ADDRESS.matcher(name).matches() || names.contains(name);
  }
}
