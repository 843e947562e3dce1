package io.rollbackworker.proof.chaos;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Numbers from 1 to n; the k-th is chosen in proportion to 1/k: a few often, most seldom. */
final class Zipf {
  private final double[] cumulated;

  Zipf(int n) {
    cumulated = new double[n];
    double sum = 0;
    for (int k = 1; k <= n; k++) {
      sum += 1.0 / k;
      cumulated[k - 1] = sum;
    }
  }

  int next(RandomGenerator random) {
    double ticket = random.nextDouble() * cumulated[cumulated.length - 1];
    int at = Arrays.binarySearch(cumulated, ticket);
    return (at < 0 ? -at - 1 : at) + 1;
  }
}
