package io.rollbackworker.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;

/** Programs that a machine may have or lack. */
public final class Tool {
  private Tool() {}

  /** Skips the test, loudly, where the program is missing. */
  public static void skipWithout(String program, String debianPackage) throws IOException {
    skipUnless("command -v " + program, debianPackage);
  }

  /** Likewise where a shell's command fails. */
  public static void skipUnless(String succeeds, String debianPackages) throws IOException {
    boolean there = succeeds(succeeds);
    if (!there) {
      System.err.printf(
          "SKIPPED in part: \"%s\" fails here; on Debian: apt-get install %s%n",
          succeeds, debianPackages);
    }
    Assumptions.assumeTrue(there, succeeds + " fails");
  }

  /**
   * All that a shell's command prints.
   *
   * @throws IllegalStateException with what it printed, when it fails
   */
  public static String run(String command) throws IOException {
    Result result = execute(command);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(command + ": " + result.printed());
    }
    return result.printed();
  }

  /** Whether a shell's command ends with 0. */
  public static boolean succeeds(String command) throws IOException {
    return execute(command).exitCode() == 0;
  }

  private record Result(int exitCode, String printed) {}

  private static Result execute(String command) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), printed);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
  }
}
