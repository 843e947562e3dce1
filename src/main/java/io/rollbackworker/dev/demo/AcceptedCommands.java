package io.rollbackworker.dev.demo;

import io.rollbackworker.dev.demo.Scenario.Expected;
import io.rollbackworker.dev.simulator.Faults;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSnapshot;
import io.rollbackworker.dev.simulator.SimVolume;
import io.rollbackworker.dev.simulator.World;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What is carried out, and dry runs. */
final class AcceptedCommands extends WorldScript {
  AcceptedCommands(World world, Faults faults, Instant now) {
    super("accepted", world, faults, now);

    say("the documents' sample", "sample", json(SeedWorld.SNAPSHOT, ""), accepted(), completed());
    say(
        "with volume id and name, as in the API's own body",
        "with-body",
        json(
            SeedWorld.SNAPSHOT.replace("2bb8", "2bb9"),
            "\"command_id\":\"body-1\",\"rollback\":{\"volume_id\":\""
                + copyOfSample()
                + "\",\"name\":\"test-001\"}"),
        accepted(),
        completed());
    say(
        "volume left over from a failed rollback",
        "again",
        command("volume-error_rollbacking", ""),
        accepted(),
        completed());
    say(
        "snapshot id in upper case",
        "upper",
        json(SeedWorld.snapshotId(fresh()).toUpperCase(Locale.ROOT), ""),
        accepted(),
        completed());
    String failing = fresh();
    world.put(failing(failing));
    say(
        "the cloud starts it and it fails",
        "fails",
        command(failing, ""),
        accepted(),
        new Expected("failed", "ROLLBACK_FAILED", false));
    say(
        "dry run of a good command",
        "dry-good",
        command(fresh(), "\"dry_run\":true"),
        would("proceed"));
    say(
        "dry run, volume attached",
        "dry-bad",
        command("volume-in-use", "\"dry_run\":true"),
        would("reject VOLUME_IN_USE"));
  }

  private String copyOfSample() {
    String volume = SeedWorld.VOLUME.replace("5aa1", "5aa2");
    var original = Objects.requireNonNull(world.snapshot(SeedWorld.SNAPSHOT));
    world.put(
        new SimVolume(
            volume,
            SeedWorld.PROJECT,
            "test-001",
            "available",
            1,
            List.of(),
            "",
            world.now(),
            null));
    world.put(
        new SimSnapshot(
            SeedWorld.SNAPSHOT.replace("2bb8", "2bb9"),
            SeedWorld.PROJECT,
            volume,
            "snap-002",
            "available",
            1,
            original.metadata(),
            "",
            false,
            world.now(),
            null));
    return volume;
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
