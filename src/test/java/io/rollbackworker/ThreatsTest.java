package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each "cannot" of threats.md names a test that tries; it must be there. */
class ThreatsTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test))(?:#(\\w+))?`");

  @Test
  void shouldNameTestsThatExist() throws IOException {
    Matcher named = NAMED.matcher(Files.readString(Path.of("src/site/markdown/threats.md")));
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (; named.find(); found++) {
      if (!exists(named.group(1), named.group(2))) {
        missing.add(named.group());
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(10);
  }

  private static boolean exists(String test, String method) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file = files.filter(f -> f.endsWith(test + ".java")).findFirst().orElse(null);
      return file != null
          && (method == null || Files.readString(file).contains("void " + method + "("));
    }
  }
}
