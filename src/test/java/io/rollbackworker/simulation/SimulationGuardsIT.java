package io.rollbackworker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.proof.guards.Guard;
import io.rollbackworker.proof.guards.Mutant;
import io.rollbackworker.testing.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Takes guards away and wants the simulation to find what is broken then. Only those whose absence
 * shows in a schedule; the others have tests of their own. The table is in
 * target/simulation-guards.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("proof")
class SimulationGuardsIT {
  private static final Duration PATIENCE =
      Duration.parse(System.getProperty("simulation.patience", "PT60S"));
  private final List<String> rows =
      new ArrayList<>(List.of("| without | schedules until found | the first |", "|---|---|---|"));

  @TestFactory
  Stream<DynamicTest> shouldFindWhatIsBrokenWithoutIt() {
    Pattern wanted = Pattern.compile(System.getProperty("guards", ".*"));
    return Stream.of(Guard.values())
        .filter(guard -> wanted.matcher(guard.name()).matches())
        .map(guard -> DynamicTest.dynamicTest(guard.name(), () -> check(guard)));
  }

  private void check(Guard guard) throws Exception {
    String classPath = Mutant.of("simulation-" + guard, guard.edits).before(Jvm.classPath());
    Played played = Played.play(classPath, 1, PATIENCE, 1, 2);

    String found =
        played.stories().stream()
            .filter(
                line -> line.startsWith("P") || line.startsWith("it ") || line.startsWith("broke"))
            .findFirst()
            .orElse("**nothing**");
    rows.add("| `%s` | %d | %s |".formatted(guard, played.schedules(), found));
    Files.write(Path.of("target", "simulation-guards.md"), rows);
    assertThat(played.violations()).as("violations without " + guard).isPositive();
  }
}
