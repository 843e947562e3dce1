package io.rollbackworker.simulation;

import io.rollbackworker.testing.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What processes that played schedules have said.
 *
 * @param stories of the failures
 */
record Played(long schedules, long violations, List<String> stories) {
  private static final Pattern END = Pattern.compile("(\\d+) schedules, (\\d+) violations");

  /**
   * @param classPath null: the program as it is
   * @param processes side by side, each with seeds of its own
   */
  static Played play(
      String classPath, long seed, Duration duration, int mostFailures, int processes)
      throws IOException, InterruptedException {
    List<Process> started = new ArrayList<>();
    for (int p = 0; p < processes; p++) {
      List<String> command =
          Simulations.command(
              classPath == null ? Jvm.classPath() : classPath,
              Long.toString(seed + p),
              Integer.toString(processes),
              Long.toString(duration.toSeconds()),
              Integer.toString(mostFailures));
      started.add(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }
    long schedules = 0;
    long violations = 0;
    List<String> stories = new ArrayList<>();
    for (Process process : started) {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      Matcher end = END.matcher(printed);
      if (!end.find()) {
        throw new IllegalStateException("a process did not come to its end: " + printed);
      }
      schedules += Long.parseLong(end.group(1));
      violations += Long.parseLong(end.group(2));
      stories.addAll(printed.lines().filter(line -> !END.matcher(line).matches()).toList());
    }
    return new Played(schedules, violations, stories);
  }

  @Override
  public String toString() {
    return schedules + " schedules, " + violations + " violations";
  }
}
