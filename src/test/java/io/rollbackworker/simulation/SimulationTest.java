package io.rollbackworker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schedule is its seed: played again, the same happens. */
class SimulationTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 670, 811, 1636, 4275})
  void shouldHappenAgainAsItDid(long seed) {
    Script script = Script.of(new Random(seed));
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();

    assertThat(Simulations.violations(seed, script, first)).isEmpty();
    assertThat(Simulations.violations(seed, script, second)).isEmpty();

    assertThat(second).isEqualTo(first);
    assertThat(first).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void shouldDrawTheSameScriptFromTheSameSeed(long seed) {
    assertThat(Script.of(new Random(seed))).isEqualTo(Script.of(new Random(seed)));
  }
}
