package io.rollbackworker.contract;

import static io.rollbackworker.testing.CommandLines.config;
import static io.rollbackworker.testing.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.CommandLines.Run;
import io.rollbackworker.testing.Fleet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing, watching and resolving without other tools. */
class CommandLineIT {
  @TempDir private Path folder;

  @Test
  void shouldSubmitWatchAndResolve() throws Exception {
    try (Fleet fleet = Fleet.with(2)) {
      Path config = config(folder, fleet.kafka());
      fleet.ready();
      Path ids = folder.resolve("ids.txt");
      Files.writeString(
          ids,
          SeedWorld.snapshotId("bulk-1") + "\n\n" + SeedWorld.snapshotId("bulk-2") + " # two\n");

      Run submit = run(config, "submit", "--file", ids.toString(), "--reason", "test");
      assertThat(submit.exitCode()).isZero();
      assertThat(submit.out().lines())
          .hasSize(2)
          .allMatch(line -> line.contains(" submitted, partition "));
      fleet.awaitAnswers(2);

      Run watch =
          run(
              config,
              "watch",
              "--from-beginning",
              "--count",
              "1",
              "--snapshot",
              SeedWorld.snapshotId("bulk-2"));
      assertThat(watch.out())
          .contains(SeedWorld.snapshotId("bulk-2"))
          .contains("accepted (response)");
      Run json = run(config, "watch", "--from-beginning", "--count", "2", "--json");
      assertThat(json.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"event_id\""));

      fleet
          .cloud()
          .faults()
          .add(Fault.onRollback(FaultPoint.CLOSE_BEFORE_EFFECT, SeedWorld.snapshotId("bulk-3")));
      CommandPublisher.Stored doubtful = fleet.publish("bulk-3", "");
      fleet.awaitEvent(doubtful, o -> o.result() instanceof Result.InDoubt);

      Run resolve =
          run(
              config,
              "resolve",
              SeedWorld.snapshotId("bulk-3"),
              "--not-taken",
              "--requested-by",
              "nina",
              "--reason",
              "looked");
      assertThat(resolve.exitCode()).as(resolve.err()).isZero();
      Outcome revised = fleet.awaitEvent(doubtful, o -> o.result() instanceof Result.Rejected);
      assertThat(revised.told().revision()).isEqualTo(2);
      assertThat(revised.result().errorOrNull().message()).contains("looked");
      assertThat(revised.told().evidence().requestedBy()).isEqualTo("nina");

      Run again =
          run(config, "resolve", SeedWorld.snapshotId("bulk-3"), "--taken", "--reason", "looked");
      assertThat(again.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void shouldSayWhatTheLedgerRemembersAndWhy() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      Path config = config(folder, fleet.kafka());
      fleet.ready();
      String done = SeedWorld.snapshotId("bulk-4");
      String doubtful = SeedWorld.snapshotId("bulk-5");
      fleet.cloud().faults().add(Fault.onRollback(FaultPoint.CLOSE_BEFORE_EFFECT, doubtful));
      fleet.awaitEvent(fleet.publish("bulk-4", ""), o -> o.result() instanceof Result.Completed);
      fleet.awaitEvent(fleet.publish("bulk-5", ""), o -> o.result() instanceof Result.InDoubt);

      assertThat(run(config, "ledger").out().lines())
          .anyMatch(line -> line.startsWith(done + "  completed since "))
          .anyMatch(line -> line.startsWith(doubtful + "  in_doubt since "));
      assertThat(run(config, "ledger", "--state", "in_doubt,intent", "--ids").out().lines())
          .containsExactly(doubtful);
      assertThat(run(config, "ledger", "--state", "completed", "--json").out())
          .contains("\"snapshot_id\":\"" + done + "\"", "\"state\":\"completed\"");
      assertThat(run(config, "audit", "--json").out())
          .contains("\"violations\":[]", "\"commands\":2");

      assertThat(run(config, "explain", done, doubtful).out().lines())
          .contains("Snapshot " + done, "Snapshot " + doubtful)
          .anyMatch(line -> line.contains("► accepted (response)"))
          .anyMatch(line -> line.contains("► completed"))
          .anyMatch(line -> line.contains("rollback-worker resolve " + doubtful));
    }
  }

  @Test
  void shouldTellPlainMistakesInOneLine() throws Exception {
    Path config = folder.resolve("none.yaml");

    assertThat(run(config, "watch").exitCode()).isEqualTo(2);
    assertThat(run(config, "submit", "no-uuid").exitCode()).isEqualTo(2);
    assertThat(run(config, "submit", "--file", "/nonexistent").err()).doesNotContain("\tat ");
    assertThat(run(config, "watch", "--snapshot", "zz").err()).contains("must be a UUID");
    assertThat(run(config, "ledger", "--state", "lost").err()).contains("IN_DOUBT", "lost");
    assertThat(run(config, "explain").err()).contains("SNAPSHOT_ID");
  }
}
