package io.rollbackworker.dev.demo;

import static io.rollbackworker.outcome.ErrorCode.EXPIRED;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;
import static io.rollbackworker.outcome.ErrorCode.PROJECT_NOT_ALLOWED;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_NOT_AVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_NOT_FOUND;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_OWNED_BY_BACKUP;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_RESERVED;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_IN_USE;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_MISMATCH;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_NOT_AVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_NOT_FOUND;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.Simulator;
import java.util.UUID;

/** What preconditions, deadline and project forbid. */
final class RefusedByState extends Script {
  RefusedByState(Simulator cloud) {
    super("state", cloud);

    say("unknown snapshot", json(UUID.randomUUID().toString(), ""), rejected(SNAPSHOT_NOT_FOUND));
    say(
        "snapshot of a backup, by its name",
        command("reserved-autobk_snapshot_", ""),
        rejected(SNAPSHOT_RESERVED));
    say(
        "snapshot of a server backup",
        command("server-backup", ""),
        rejected(SNAPSHOT_OWNED_BY_BACKUP));
    say("snapshot in error", command("snapshot-error", ""), rejected(SNAPSHOT_NOT_AVAILABLE));
    say(
        "another volume than the source",
        command(fresh(), "\"rollback\":{\"volume_id\":\"" + SeedWorld.VOLUME + "\"}"),
        rejected(VOLUME_MISMATCH));
    String named = fresh();
    say(
        "another volume name",
        command(
            named,
            "\"rollback\":{\"volume_id\":\""
                + SeedWorld.volumeId(named)
                + "\",\"name\":\"production\"}"),
        rejected(VOLUME_MISMATCH));
    String orphan = fresh();
    world.removeVolume(SeedWorld.volumeId(orphan));
    say("volume is gone", command(orphan, ""), rejected(VOLUME_NOT_FOUND));
    say(
        "volume attached to a server",
        command("volume-in-use", "\"command_id\":\"in-use-1\""),
        rejected(VOLUME_IN_USE));
    say(
        "volume broken while extending",
        command("volume-error_extending", ""),
        rejected(VOLUME_NOT_AVAILABLE));
    say(
        "volume busy until the deadline",
        command("volume-backing-up", expires(4)),
        rejected(PRECONDITION_TIMEOUT));
    say("deadline already over", command(fresh(), expires(-60)), rejected(EXPIRED));
    say(
        "project not configured",
        command(fresh(), "\"project_id\":\"ffffffffffffffffffffffffffffffff\""),
        rejected(PROJECT_NOT_ALLOWED));
  }
}
