package io.rollbackworker.dev.demo;

import static io.rollbackworker.outcome.ErrorCode.INVALID_COMMAND;
import static io.rollbackworker.outcome.ErrorCode.MISROUTED;
import static io.rollbackworker.outcome.ErrorCode.TOO_LARGE;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.kafka.Placement;
import java.time.Instant;
import java.util.Map;

/** What cannot be read, and what lies on a wrong partition. */
final class OddRecords extends Script {
  OddRecords(Simulator cloud, int partitions) {
    super("odd", cloud);
    unreadable();
    routing(partitions);
  }

  private void unreadable() {
    say("not JSON", text("k", "roll back please"), rejected(INVALID_COMMAND));
    say("misspelt dry_run", command(fresh(), "\"dryrun\":true"), rejected(INVALID_COMMAND));
    say("no value", new Scenario.Message("k", null, null, Map.of()), rejected(INVALID_COMMAND));
    say("not UTF-8", bytes("k", new byte[] {'"', (byte) 0xc3, '"'}), rejected(INVALID_COMMAND));
    say(
        "a key given twice",
        command(fresh(), "\"dry_run\":true,\"dry_run\":false"),
        rejected(INVALID_COMMAND));
    say("no UUID", json("vol-1", ""), rejected(INVALID_COMMAND));
    say(
        "too large",
        command(fresh(), "\"reason\":\"" + "x".repeat(70_000) + "\""),
        rejected(TOO_LARGE));
    say(
        "evidence, which nobody but its owners gives, elsewhere",
        json(
            SeedWorld.snapshotId(fresh()),
            "\"kind\":\"evidence\",\"command_id\":\"c\",\"permit\":\"p\",\"says\":\"taken\",\"by\":\"operator\",\"reason\":\"r\""),
        rejected(INVALID_COMMAND));
  }

  private void routing(int partitions) {
    // On every partition but one it is misplaced, and is forwarded.
    for (int p = 0; p < partitions; p++) {
      Scenario.Message message = command(fresh(), "");
      say(
          "on partition " + p + ", wherever it belongs",
          new Scenario.Message(null, message.value(), p, Map.of()),
          done());
    }
    String lost = fresh();
    int home = home(lost, partitions);
    Map<String, String> forged =
        Map.of(
            "rollback-origin-topic-id", "AAAAAAAAAAAAAAAAAAAAAA",
            "rollback-origin-partition", "0",
            "rollback-origin-offset", "0",
            "rollback-origin-timestamp", Instant.now().toString());
    say(
        "misplaced again after a forward",
        new Scenario.Message(null, command(lost, "").value(), (home + 1) % partitions, forged),
        rejected(MISROUTED));
  }

  private int home(String name, int partitions) {
    return Placement.of(new SnapshotId(SeedWorld.snapshotId(name)), partitions);
  }
}
