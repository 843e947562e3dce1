package io.rollbackworker.dev.demo;

import io.rollbackworker.dev.demo.Scenario.Expected;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSnapshot;
import io.rollbackworker.dev.simulator.Simulator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What is carried out, and dry runs. */
final class AcceptedCommands extends Script {
  static final String SAMPLE = "the documents' sample";

  AcceptedCommands(Simulator cloud) {
    super("accepted", cloud);

    say(SAMPLE, json(SeedWorld.SNAPSHOT, ""), done());
    String named = fresh();
    say(
        "with volume id and name, as in the API's own body",
        command(
            named,
            "\"command_id\":\"body-1\",\"rollback\":{\"volume_id\":\""
                + SeedWorld.volumeId(named)
                + "\",\"name\":\""
                + Objects.requireNonNull(world.volume(SeedWorld.volumeId(named))).name()
                + "\"}"),
        done());
    say("volume left over from a failed rollback", command("volume-error_rollbacking", ""), done());
    say(
        "snapshot id in upper case",
        json(SeedWorld.snapshotId(fresh()).toUpperCase(Locale.ROOT), ""),
        done());
    String failing = fresh();
    world.put(failing(failing));
    say(
        "the cloud starts it and it fails",
        command(failing, ""),
        accepted(),
        new Expected("failed", "ROLLBACK_FAILED", false));
    say("dry run of a good command", command(fresh(), "\"dry_run\":true"), would("proceed"));
    say(
        "dry run, volume attached",
        command("volume-in-use", "\"dry_run\":true"),
        would("reject VOLUME_IN_USE"));
  }

  private static SimSnapshot failing(String name) {
    return new SimSnapshot(
        SeedWorld.snapshotId(name),
        SeedWorld.PROJECT,
        SeedWorld.volumeId(name),
        "snap",
        "available",
        1,
        Map.of(),
        "",
        true,
        "2026-01-01T00:00:00.000000",
        null);
  }
}
