package io.rollbackworker.bench.micro;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link Steps}. */
public final class MicroRun {
  private MicroRun() {}

  /**
   * @param micros of one, on average
   * @param error half of the 99.9 % interval, in microseconds
   */
  public record Step(String name, double micros, double error) {}

  public static List<Step> measure() throws RunnerException {
    var options = new OptionsBuilder().include(Steps.class.getName()).shouldDoGC(true).build();
    List<Step> steps = new ArrayList<>();
    for (RunResult run : new Runner(options).run()) {
      Result<?> result = run.getPrimaryResult();
      steps.add(new Step(result.getLabel(), result.getScore(), result.getScoreError()));
    }
    return steps;
  }
}
