package io.rollbackworker.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java programs as processes of their own: small, and quick to start. */
public final class Jvm {
  private Jvm() {}

  /** What this process was started with. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The command line of a program. */
  public static List<String> command(String classPath, String main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                classPath,
                main));
    command.addAll(arguments);
    return command;
  }
}
