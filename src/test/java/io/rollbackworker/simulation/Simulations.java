package io.rollbackworker.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Plays one schedule after the other, for so long, on all cores. */
final class Simulations {
  /** A seed, and what was wrong. */
  record Failure(long seed, List<String> violations) {}

  private final long firstSeed;
  private final int mostFailures;
  private final AtomicLong schedules = new AtomicLong();
  private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();

  /**
   * @param firstSeed the others follow
   * @param mostFailures it stops at so many
   */
  Simulations(long firstSeed, int mostFailures) {
    this.firstSeed = firstSeed;
    this.mostFailures = mostFailures;
  }

  void run(Duration duration, int threads) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    AtomicLong next = new AtomicLong(firstSeed);
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      all.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (System.nanoTime() < end && failures.size() < mostFailures) {
                      play(next.getAndIncrement());
                    }
                  }));
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  private void play(long seed) {
    List<String> violations = violations(seed, Script.of(new Random(seed)));
    schedules.incrementAndGet();
    if (!violations.isEmpty()) {
      failures.add(new Failure(seed, violations));
    }
  }

  /** A program that breaks is a violation, too. */
  static List<String> violations(long seed, Script script) {
    return violations(seed, script, null);
  }

  /**
   * @param happened null: not wanted
   */
  private static List<String> violations(long seed, Script script, List<String> happened) {
    try {
      return Simulation.play(seed, script, happened);
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return List.of("broke: " + e.getMessage() + ": " + cause + " at " + at(cause));
    }
  }

  private static String at(Throwable cause) {
    return cause.getStackTrace().length == 0 ? "?" : cause.getStackTrace()[0].toString();
  }

  long schedules() {
    return schedules.get();
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** A failure as a story: the shortest script, and what happened then. */
  static List<String> story(long seed) {
    Script script = new Shrinker(seed).shortest(Script.of(new Random(seed)));
    List<String> lines = new ArrayList<>(List.of("seed " + seed));
    script.events().forEach(event -> lines.add("  " + event));
    List<String> happened = new ArrayList<>();
    lines.addAll(violations(seed, script, happened));
    lines.addAll(happened);
    return lines;
  }

  /** For hands: {@code SEED SECONDS THREADS}; one argument: that seed's story. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      story(Long.parseLong(arguments[0])).forEach(System.out::println);
      return;
    }
    Simulations simulations = new Simulations(Long.parseLong(arguments[0]), 1_000);
    long start = System.nanoTime();
    simulations.run(
        Duration.ofSeconds(Long.parseLong(arguments[1])), Integer.parseInt(arguments[2]));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d schedules, %d violations, %.0f/s%n",
        simulations.schedules(), simulations.failures().size(), simulations.schedules() / seconds);
    simulations.failures().forEach(f -> System.out.println(f.seed() + ": " + f.violations()));
  }
}
