package io.rollbackworker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.proof.guards.Edit;
import io.rollbackworker.proof.guards.Guard;
import io.rollbackworker.proof.guards.Mutant;
import io.rollbackworker.testing.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** What holds the same is taken away together. The others have tests of their own. */
  private static final List<List<Guard>> SHOWING =
      List.of(
          List.of(Guard.NOTHING_ACTS_ON_WHAT_IS_ONLY_ACKNOWLEDGED),
          List.of(Guard.AN_OPENING_READS_PAST_ITS_TOUCH),
          List.of(Guard.AN_OPENING_TELLS_WHAT_IS_UNTOLD),
          List.of(Guard.WHAT_IS_THERE_IS_NOT_TOLD_AGAIN),
          List.of(Guard.A_PERMIT_IS_GOOD_ONCE),
          List.of(Guard.A_FOUND_INTENT_IS_NEVER_SENT),
          List.of(Guard.ONE_TRANSACTIONAL_ID_FOR_A_PARTITION),
          List.of(Guard.ANOTHERS_WORK_IS_NOT_OURS),
          List.of(Guard.ENTRIES_CHANGE_BY_COMPARE_AND_SET),
          List.of(Guard.WHAT_SETTLES_WRITES_THE_HEAD),
          List.of(Guard.NOTHING_AFTER_THE_DEADLINE),
          List.of(Guard.A_REQUEST_IS_NEVER_FORGOTTEN_FOR_ROOM),
          List.of(Guard.SILENCE_IS_NO_ANSWER),
          List.of(Guard.A_REFUSAL_IS_NOT_BELIEVED_BESIDE_A_ROLLBACK),
          List.of(Guard.EVIDENCE_IS_SIGNED),
          List.of(Guard.CLOCKS_ARE_COMPARED, Guard.A_CLOCK_AHEAD_FORGETS_NOTHING),
          List.of(
              Guard.CLOCKS_ARE_COMPARED,
              Guard.A_CLOCK_BEHIND_IS_NOT_FOLLOWED,
              Guard.NOTHING_IS_SENT_BY_A_SLOW_CLOCK));

  private final List<String> rows =
      new ArrayList<>(List.of("| without | schedules until found | the first |", "|---|---|---|"));

  @TestFactory
  Stream<DynamicTest> shouldFindWhatIsBrokenWithoutIt() {
    Pattern wanted = Pattern.compile(System.getProperty("guards", ".*"));
    return SHOWING.stream()
        .filter(guards -> guards.stream().anyMatch(g -> wanted.matcher(g.name()).matches()))
        .map(guards -> DynamicTest.dynamicTest(name(guards), () -> check(guards)));
  }

  private static String name(List<Guard> guards) {
    return guards.stream().map(Guard::name).collect(Collectors.joining(", "));
  }

  private void check(List<Guard> guards) throws Exception {
    List<Edit> edits = guards.stream().flatMap(guard -> guard.edits.stream()).toList();
    String classPath =
        Mutant.of("simulation-" + guards.getFirst() + "-" + guards.size(), edits)
            .before(Jvm.classPath());
    Played played = Played.play(classPath, 1, PATIENCE, 1, 2);

    String found =
        played.stories().stream()
            .filter(
                line -> line.startsWith("P") || line.startsWith("it ") || line.startsWith("broke"))
            .findFirst()
            .orElse("**nothing**");
    rows.add("| `%s` | %d | %s |".formatted(name(guards), played.schedules(), found));
    Files.write(Path.of("target", "simulation-guards.md"), rows);
    assertThat(played.violations()).as("violations without " + name(guards)).isPositive();
  }
}
