package io.rollbackworker.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What several forks came to. */
record Medians(List<Measured> runs) {

  static <T> double of(List<T> forks, ToDoubleFunction<T> figure) {
    double[] sorted = forks.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double of(String workload, String arm, ToDoubleFunction<Measured> figure) {
    return of(
        runs.stream()
            .filter(run -> run.workload().equals(workload) && run.arm().equals(arm))
            .toList(),
        figure);
  }

  double ratio(String workload, String arm, String other, ToDoubleFunction<Measured> figure) {
    return of(workload, arm, figure) / of(workload, other, figure);
  }
}
