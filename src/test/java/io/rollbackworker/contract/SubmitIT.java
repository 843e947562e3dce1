package io.rollbackworker.contract;

import static io.rollbackworker.testing.CommandLines.config;
import static io.rollbackworker.testing.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.testing.CommandLines.Run;
import io.rollbackworker.testing.Fleet;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal, or a script: sends, waits, and learns by the exit code. */
class SubmitIT {
  @TempDir private static Path folder;
  private static Fleet fleet;
  private static Path config;

  @BeforeAll
  static void start() throws Exception {
    fleet = Fleet.with(2);
    fleet.ready();
    config = config(folder, fleet.kafka());
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String id(String seed) {
    return SeedWorld.snapshotId(seed);
  }

  @Test
  void shouldWaitToTheEndOfAWholeTable() throws Exception {
    Path plan =
        file(
            "plan.csv",
            "snapshot_id,labels.team\n" + id("bulk-1") + ",db\n" + id("bulk-2") + ",web\n");

    Run run =
        run(
            config,
            "submit",
            "--file",
            plan.toString(),
            "--expires-in",
            "30m",
            "--requested-by",
            "nina",
            "--wait",
            "--until",
            "completed");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(4); // Accepted and completed, both of them.
    assertThat(run.err()).contains("2 submitted").contains("2 good");

    Run again = run(config, "submit", id("bulk-1"), "--wait", "--until", "completed", "--json");
    assertThat(again.exitCode()).as("a duplicate of what is over").isZero();
    assertThat(again.out().lines()).hasSize(1).allMatch(line -> line.contains("duplicate_of"));

    Run watch =
        run(config, "watch", "--from-beginning", "--label", "team=web", "--count", "1", "--json");
    assertThat(watch.out()).contains(id("bulk-2")).doesNotContain(id("bulk-1"));
    Run byOutcome =
        run(
            config,
            "watch",
            "--since",
            "2026-11-01T00:00:00Z",
            "--requested-by",
            "nina",
            "--outcome",
            "completed",
            "--project",
            "0c2eba2c5af04d3f9e9d0d410b371fde",
            "--count",
            "2");
    assertThat(byOutcome.out().lines()).hasSize(2).allMatch(line -> line.endsWith("  completed"));
  }

  @Test
  void shouldSayByTheExitCodeWhatBecameOfThem() throws Exception {
    fleet.cloud().faults().add(Fault.onRollback(FaultPoint.CLOSE_BEFORE_EFFECT, id("bulk-4")));
    Path both = file("both.txt", id("bulk-3") + "\n" + id("volume-in-use") + "\n");

    Run rejected = run(config, "submit", "--file", both.toString(), "--wait");
    assertThat(rejected.exitCode()).isEqualTo(4);
    assertThat(rejected.out()).contains("rejected  VOLUME_IN_USE");
    assertThat(rejected.err()).contains("1 good, 1 bad");

    Run doubtful = run(config, "submit", id("bulk-4"), "--wait", "--timeout", "5s");
    assertThat(doubtful.exitCode()).isEqualTo(5);
    assertThat(doubtful.out()).contains("in_doubt");

    Run late = run(config, "submit", id("volume-attaching"), "--wait", "--timeout", "1s");
    assertThat(late.exitCode()).isEqualTo(6);
    assertThat(late.err()).contains("1 unanswered");
  }

  @Test
  void shouldReadStandardInputAndOnlyCheckWhenTold() throws Exception {
    InputStream in = System.in;
    String lines = "{\"snapshot_id\":\"" + id("bulk-5") + "\",\"dry_run\":false}\n";
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    try {
      Run run = run(config, "submit", "--file", "-", "--dry-run", "--wait");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains("checked would proceed");
      assertThat(fleet.effects()).doesNotContainKey(id("bulk-5"));
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void shouldSendNothingWhenALineIsWrong() throws Exception {
    Path plan = file("bad.csv", "snapshot_id,project_id\n" + id("bulk-6") + ",\nx,\n");

    Run run = run(config, "submit", "--file", plan.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("bad.csv line 3: /snapshot_id: must be a UUID such as", "Nothing was sent.");
    assertThat(run(config, "submit", id("bulk-6"), id("bulk-7"), "--command-id", "x").err())
        .contains("fit one snapshot only");
    assertThat(run(config, "submit", id("bulk-6"), "--expires-at", "soon").err())
        .contains("must be a time such as", "soon");
    assertThat(run(config, "watch", "--outcome", "lost").exitCode()).isEqualTo(2);
  }
}
