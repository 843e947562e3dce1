package io.rollbackworker.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requesters' client by itself, as its own project builds it. */
public final class ClientJar {
  private static final Path SOURCES = Path.of("src", "client", "java");

  /** What it may be compiled against. */
  private static final Pattern NAMED =
      Pattern.compile("(kafka-clients|jackson-(core|databind|annotations))-[0-9].*\\.jar");

  /** What those need to run. */
  private static final Pattern NEEDED =
      Pattern.compile(NAMED + "|(slf4j-api|zstd-jni|lz4-java|snappy-java)-[0-9].*\\.jar");

  private ClientJar() {}

  /**
   * Compiles it for Java 17 against kafka-clients and Jackson alone.
   *
   * @return the class path with which programs run that use it
   */
  public static String compiledTo(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      Compiler.compile(sources, folder, jars(NAMED), List.of("--release", "17"));
    }
    return folder + File.pathSeparator + jars(NEEDED);
  }

  private static String jars(Pattern named) {
    return Arrays.stream(Jvm.classPath().split(File.pathSeparator))
        .filter(jar -> named.matcher(Path.of(jar).getFileName().toString()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
