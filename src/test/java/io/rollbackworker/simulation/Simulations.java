package io.rollbackworker.simulation;

import io.rollbackworker.testing.Jvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Plays one schedule after the other, in a process of its own: see {@link #main}. */
final class Simulations {
  private Simulations() {}

  /**
   * Prints the story of each failure and ends with {@code N schedules, M violations}.
   *
   * @param arguments the first seed; how far the next one is; for how many seconds; the most
   *     failures; or a seed alone, whose story is told
   */
  public static void main(String[] arguments) throws InterruptedException {
    Thread.ofVirtual().start(() -> run(arguments)).join();
  }

  private static void run(String[] arguments) {
    long seed = Long.parseLong(arguments[0]);
    if (arguments.length == 1) {
      story(seed).forEach(System.out::println);
      return;
    }
    long step = Long.parseLong(arguments[1]);
    long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
    int mostFailures = Integer.parseInt(arguments[3]);
    long schedules = 0;
    int failures = 0;
    for (; System.nanoTime() < end && failures < mostFailures; seed += step) {
      schedules++;
      if (!violations(seed, Script.of(new Random(seed)), null).isEmpty()) {
        failures++;
        story(seed).forEach(System.out::println);
      }
    }
    System.out.println(schedules + " schedules, " + failures + " violations");
  }

  /** As a process: both cores' worth needs two of them, for handing over is cheap on one thread. */
  static List<String> command(String classPath, String... arguments) {
    List<String> command =
        new ArrayList<>(Jvm.command(classPath, Simulations.class.getName(), List.of(arguments)));
    command.removeIf(option -> option.startsWith("-XX:TieredStopAtLevel"));
    command.addAll(
        1,
        List.of(
            "-ea",
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1",
            "-Dlogback.configurationFile=logback-off.xml"));
    return command;
  }

  /** A program that breaks is a violation, too. */
  static List<String> violations(long seed, Script script, @Nullable List<String> happened) {
    try {
      return Simulation.play(seed, script, happened);
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      StackTraceElement[] trace = cause.getStackTrace();
      return List.of("broke: " + cause + " at " + (trace.length == 0 ? "?" : trace[0]));
    }
  }

  /** A failure as a story: the shortest script, what it broke, and what happened then. */
  private static List<String> story(long seed) {
    Script script = new Shrinker(seed).shortest(Script.of(new Random(seed)));
    List<String> lines = new ArrayList<>(List.of("seed " + seed));
    script.events().forEach(event -> lines.add("  " + event));
    List<String> happened = new ArrayList<>();
    lines.addAll(violations(seed, script, happened));
    lines.addAll(happened);
    return lines;
  }
}
