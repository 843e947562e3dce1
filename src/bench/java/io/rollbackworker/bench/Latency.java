package io.rollbackworker.bench;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** How long the API takes to answer: always the same, or log-normal around a median. */
record Latency(double medianMillis, double sigma) {
  /** Any; the same in each run. */
  private static final long SEED = 17;

  /** "50" or, with the shape of the logarithm, "50~0.5". */
  static Latency parse(String text) {
    String[] parts = text.split("~", 2);
    return new Latency(
        Double.parseDouble(parts[0]), parts.length == 1 ? 0 : Double.parseDouble(parts[1]));
  }

  static RandomGenerator random() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  }

  /** Of the log-normal: exp(sigma²/2) times its median. */
  double meanMillis() {
    return medianMillis * Math.exp(sigma * sigma / 2);
  }

  long nextNanos(RandomGenerator random) {
    double factor = sigma == 0 ? 1 : Math.exp(sigma * random.nextGaussian());
    return Math.round(medianMillis * factor * TimeUnit.MILLISECONDS.toNanos(1));
  }

  @Override
  public String toString() {
    return sigma == 0
        ? "%.0f ms".formatted(medianMillis)
        : "%.0f ms median, log-normal %.1f".formatted(medianMillis, sigma);
  }
}
