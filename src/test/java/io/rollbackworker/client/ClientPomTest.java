package io.rollbackworker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's own project has the versions of the workers' with which it is tested. */
class ClientPomTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<artifactId>rollback-worker(?:-client)?</artifactId>\\s*<version>([^<]+)",
        "<kafka.version>([^<]+)",
        "<jackson.version>([^<]+)",
        "<artifactId>maven-compiler-plugin</artifactId>\\s*<version>([^<]+)",
        "<artifactId>maven-jar-plugin</artifactId>\\s*<version>([^<]+)",
      })
  void shouldNameTheSameVersions(String pattern) throws IOException {
    assertThat(version(Path.of("src", "client", "pom.xml"), pattern))
        .isEqualTo(version(Path.of("pom.xml"), pattern));
  }

  private static String version(Path pom, String pattern) throws IOException {
    Matcher version = Pattern.compile(pattern).matcher(Files.readString(pom));
    assertThat(version.find()).as(pattern + " in " + pom).isTrue();
    return version.group(1);
  }
}
