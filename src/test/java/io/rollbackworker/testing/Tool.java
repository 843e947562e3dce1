package io.rollbackworker.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs that a machine may have or lack. */
public final class Tool {
  private Tool() {}

  /** Skips the test, loudly, where the program is missing. */
  public static void skipWithout(String program, String debianPackage) throws Exception {
    boolean there = start("command -v " + program).waitFor() == 0;
    if (!there) {
      System.err.println(
          "SKIPPED in part: no " + program + " here; on Debian: apt-get install " + debianPackage);
    }
    Assumptions.assumeTrue(there, program + " is missing");
  }

  /**
   * All that a shell's command prints.
   *
   * @throws IllegalStateException with what it printed, when it fails
   */
  public static String run(String command) throws IOException, InterruptedException {
    Process process = start(command);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException(command + ": " + printed);
    }
    return printed;
  }

  private static Process start(String command) throws IOException {
    return new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
  }
}
