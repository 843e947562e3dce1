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
 * Takes guards away and wants the simulation to find what is broken then. The table is in
 * target/simulation-guards.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("proof")
class SimulationGuardsIT {
  private static final Duration PATIENCE =
      Duration.parse(System.getProperty("simulation.patience", "PT8M"));

  /** The others have tests of their own, or are one of two that hold the same. */
  private static final List<Guard> SHOWING =
      List.of(
          Guard.NOTHING_ACTS_ON_WHAT_IS_ONLY_ACKNOWLEDGED,
          Guard.AN_OPENING_READS_PAST_ITS_TOUCH,
          Guard.AN_OPENING_TELLS_WHAT_IS_UNTOLD,
          Guard.WHAT_IS_THERE_IS_NOT_TOLD_AGAIN,
          Guard.A_PERMIT_IS_GOOD_ONCE,
          Guard.A_FOUND_INTENT_IS_NEVER_SENT,
          Guard.ONE_TRANSACTIONAL_ID_FOR_A_PARTITION,
          Guard.ANOTHERS_WORK_IS_NOT_OURS,
          Guard.ENTRIES_CHANGE_BY_COMPARE_AND_SET,
          Guard.WHAT_SETTLES_WRITES_THE_HEAD,
          Guard.NOTHING_AFTER_THE_DEADLINE,
          Guard.A_REQUEST_IS_NEVER_FORGOTTEN_FOR_ROOM,
          Guard.SILENCE_IS_NO_ANSWER);

  private final List<String> rows =
      new ArrayList<>(List.of("| without | schedules until found | the first |", "|---|---|---|"));

  @TestFactory
  Stream<DynamicTest> shouldFindWhatIsBrokenWithoutIt() {
    Pattern wanted = Pattern.compile(System.getProperty("guards", ".*"));
    return SHOWING.stream()
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
