package io.rollbackworker.proof.guards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Takes each guard away and wants the tests to notice. A suite that cannot fail proves nothing. The
 * table is in target/guards.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("proof")
class GuardsIT {
  private static final int AT_ONCE = 2;
  private final List<String> rows = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> shouldMissEachGuard() {
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    List<DynamicTest> tests = new ArrayList<>();
    List<String> all = Stream.of(Guard.values()).flatMap(g -> g.tests.stream()).distinct().toList();
    Future<List<String>> control = threads.submit(() -> Mutant.of("none", List.of()).failing(all));
    tests.add(
        DynamicTest.dynamicTest(
            "with all guards", () -> assertThat(control.get()).as("failing").isEmpty()));
    Pattern wanted = Pattern.compile(System.getProperty("guards", ".*"));
    for (Guard guard : Guard.values()) {
      if (!wanted.matcher(guard.name()).matches()) {
        continue;
      }
      Future<List<String>> failing =
          threads.submit(() -> Mutant.of(guard.name(), guard.edits).failing(guard.tests));
      tests.add(DynamicTest.dynamicTest(guard.name(), () -> check(guard, failing.get())));
    }
    threads.shutdown();
    return tests.stream();
  }

  private void check(Guard guard, List<String> failing) {
    rows.add(
        "| %s | %d | %s |"
            .formatted(guard, failing.size(), failing.isEmpty() ? "**nobody**" : name(failing)));
    assertThat(failing).as("tests that fail without the guard %s", guard).isNotEmpty();
  }

  private static String name(List<String> failing) {
    return "`" + failing.getFirst().replaceFirst("\\(.*", "") + "`";
  }

  @AfterAll
  void report() throws Exception {
    rows.addFirst("|---|---|---|");
    rows.addFirst("| without | tests that fail | the first of them |");
    Files.write(Path.of("target", "guards.md"), rows);
  }
}
