package io.rollbackworker.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Which snapshots the commands of a backlog are for. */
enum Keys {
  /** Each for another. */
  DISTINCT,
  /** One of a thousand, each as likely. */
  UNIFORM,
  /** One of a thousand, the n-th with a share of 1/n. */
  ZIPF;

  private static final int FEW = 1_000;

  /** A snapshot's number for each command, in their order; the same in each run. */
  int[] numbers(int commands) {
    RandomGenerator random = Latency.random();
    double[] upTo = upTo();
    int[] numbers = new int[commands];
    for (int i = 0; i < commands; i++) {
      numbers[i] =
          switch (this) {
            case DISTINCT -> i;
            case UNIFORM -> random.nextInt(FEW);
            case ZIPF -> {
              int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[FEW - 1]);
              yield at < 0 ? -at - 1 : at;
            }
          };
    }
    return numbers;
  }

  /** Sums of 1 + 1/2 + … + 1/n. */
  private static double[] upTo() {
    double[] sums = new double[FEW];
    for (int i = 0; i < FEW; i++) {
      sums[i] = (i == 0 ? 0 : sums[i - 1]) + 1.0 / (i + 1);
    }
    return sums;
  }
}
