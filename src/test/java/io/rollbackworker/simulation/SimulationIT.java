package io.rollbackworker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plays schedules for a fixed time; for hours: {@code mvn verify -Psimulation
 * -Dsimulation.duration=PT2H -Dsimulation.seed=N}.
 */
@Tag("proof")
class SimulationIT {
  private static final Duration DURATION =
      Duration.parse(System.getProperty("simulation.duration", "PT2M"));
  private static final long SEED = Long.getLong("simulation.seed", 1);

  @Test
  void shouldKeepItsPromisesInEverySchedule() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    Played played = Played.play(null, SEED, DURATION, 3, cores);
    long seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - start).toSeconds());

    played.stories().forEach(System.out::println);
    System.out.println(played.schedules() / seconds + " schedules a second on " + cores + " cores");
    System.out.println(played);
    assertThat(played.violations()).isZero();
    assertThat(played.schedules()).isPositive();
  }
}
