package io.rollbackworker.demo;

import static io.rollbackworker.outcome.ErrorCode.CLOUD_FORBIDDEN;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_REFUSED;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_THROTTLED;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_UNAUTHENTICATED;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_UNAVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.EVIDENCE_MISMATCH;
import static io.rollbackworker.outcome.ErrorCode.EXPIRED;
import static io.rollbackworker.outcome.ErrorCode.INVALID_COMMAND;
import static io.rollbackworker.outcome.ErrorCode.MISROUTED;
import static io.rollbackworker.outcome.ErrorCode.PRECONDITION_TIMEOUT;
import static io.rollbackworker.outcome.ErrorCode.PROJECT_NOT_ALLOWED;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_NOT_AVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_NOT_FOUND;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_OWNED_BY_BACKUP;
import static io.rollbackworker.outcome.ErrorCode.SNAPSHOT_RESERVED;
import static io.rollbackworker.outcome.ErrorCode.TOO_LARGE;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_IN_USE;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_MISMATCH;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_NOT_AVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.VOLUME_NOT_FOUND;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.demo.Scenario.Expected;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.simulator.Fault;
import io.rollbackworker.simulator.FaultPoint;
import io.rollbackworker.simulator.Faults;
import io.rollbackworker.simulator.SeedWorld;
import io.rollbackworker.simulator.SimSnapshot;
import io.rollbackworker.simulator.SimVolume;
import io.rollbackworker.simulator.World;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that needs no earlier answer. */
final class FirstPhase extends Script {
  private final World world;
  private final Faults faults;
  private final int partitions;
  private final Instant now;
  private int made;

  /**
   * @param partitions of the commands topic
   */
  FirstPhase(World world, Faults faults, int partitions, Instant now) {
    this.world = world;
    this.faults = faults;
    this.partitions = partitions;
    this.now = now;
    accepted_();
    preconditions();
    cloud();
    unreadable();
    routing();
  }

  private void accepted_() {
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

  private void preconditions() {
    say(
        "unknown snapshot",
        "unknown",
        json(UUID.randomUUID().toString(), ""),
        rejected(SNAPSHOT_NOT_FOUND));
    say(
        "snapshot of a backup, by its name",
        "reserved",
        command("reserved-autobk_snapshot_", ""),
        rejected(SNAPSHOT_RESERVED));
    say(
        "snapshot of a server backup",
        "backup",
        command("server-backup", ""),
        rejected(SNAPSHOT_OWNED_BY_BACKUP));
    say(
        "snapshot in error",
        "snapshot-error",
        command("snapshot-error", ""),
        rejected(SNAPSHOT_NOT_AVAILABLE));
    say(
        "another volume than the source",
        "other-volume",
        command(fresh(), "\"rollback\":{\"volume_id\":\"" + SeedWorld.VOLUME + "\"}"),
        rejected(VOLUME_MISMATCH));
    String named = fresh();
    say(
        "another volume name",
        "other-name",
        command(
            named,
            "\"rollback\":{\"volume_id\":\""
                + SeedWorld.volumeId(named)
                + "\",\"name\":\"production\"}"),
        rejected(VOLUME_MISMATCH));
    String orphan = fresh();
    world.removeVolume(SeedWorld.volumeId(orphan));
    say("volume is gone", "gone", command(orphan, ""), rejected(VOLUME_NOT_FOUND));
    say(
        "volume attached to a server",
        "in-use",
        command("volume-in-use", "\"command_id\":\"in-use-1\""),
        rejected(VOLUME_IN_USE));
    say(
        "volume broken while extending",
        "extending",
        command("volume-error_extending", ""),
        rejected(VOLUME_NOT_AVAILABLE));
    say(
        "volume busy until the deadline",
        "busy",
        command("volume-backing-up", expires(2)),
        rejected(PRECONDITION_TIMEOUT));
    say("deadline already over", "expired", command(fresh(), expires(-60)), rejected(EXPIRED));
    say(
        "project not configured",
        "project",
        command(fresh(), "\"project_id\":\"ffffffffffffffffffffffffffffffff\""),
        rejected(PROJECT_NOT_ALLOWED));
  }

  private void cloud() {
    say(
        "volume locked (EVS.2068)",
        "locked",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 400, "EVS.2068", ""),
        rejected(CLOUD_REFUSED));
    say(
        "credentials refused by the gateway",
        "credentials",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 401, "APIGW.0301", ""),
        rejected(CLOUD_UNAUTHENTICATED));
    say(
        "permission missing (EVS.2056)",
        "permission",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 403, "EVS.2056", ""),
        rejected(CLOUD_FORBIDDEN));
    say(
        "throttled once, then taken",
        "throttled-once",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 429, "APIGW.0308", ""),
        accepted(),
        completed());
    String throttled = fresh();
    faults.add(
        Fault.onRollback(FaultPoint.ERROR_BEFORE_EFFECT, SeedWorld.snapshotId(throttled))
            .answering(429, "APIGW.0308", "policy user over ratelimit,limit:2,time:2 second")
            .times(1_000));
    say(
        "throttled until the deadline",
        "throttled",
        command(throttled, expires(3)),
        rejected(CLOUD_THROTTLED));
    String down = fresh();
    faults.add(
        new Fault(
            Fault.Operation.SHOW_SNAPSHOT,
            FaultPoint.ERROR_BEFORE_EFFECT,
            SeedWorld.snapshotId(down),
            1_000,
            503,
            null,
            null,
            0));
    say(
        "cloud down until the deadline",
        "down",
        command(down, expires(3)),
        rejected(CLOUD_UNAVAILABLE));
    say(
        "taken, then the connection breaks",
        "lost",
        failing(FaultPoint.CLOSE_AFTER_EFFECT, 0, null, ""),
        observed(),
        completed());
    say(
        "taken, and no answer ever comes",
        "silent",
        failing(FaultPoint.SILENCE_AFTER_EFFECT, 0, null, ""),
        observed(),
        completed());
    say(
        "taken, and the gateway says 502",
        "bad-gateway",
        failing(FaultPoint.ERROR_AFTER_EFFECT, 502, "APIGW.0202", ""),
        observed(),
        completed());
    say(
        "taken, and the answer's body is cut off",
        "cut",
        failing(FaultPoint.CLOSE_MID_BODY, 0, null, ""),
        accepted(),
        completed());
    say(
        "not taken, but who can know: the connection breaks",
        "doubt",
        failing(FaultPoint.CLOSE_BEFORE_EFFECT, 0, null, "\"command_id\":\"doubt-1\""),
        new Expected("in_doubt", "UNKNOWN_EFFECT", false),
        new Expected("rejected", "CLOUD_REFUSED", false));
  }

  private void unreadable() {
    say("not JSON", "not-json", text("k", "roll back please"), rejected(INVALID_COMMAND));
    say(
        "misspelt dry_run",
        "misspelt",
        command(fresh(), "\"dryrun\":true"),
        rejected(INVALID_COMMAND));
    say(
        "no value",
        "null",
        new Scenario.Message("k", null, null, Map.of()),
        rejected(INVALID_COMMAND));
    say(
        "not UTF-8",
        "not-utf8",
        bytes("k", new byte[] {'"', (byte) 0xc3, '"'}),
        rejected(INVALID_COMMAND));
    say(
        "a key given twice",
        "twice",
        command(fresh(), "\"dry_run\":true,\"dry_run\":false"),
        rejected(INVALID_COMMAND));
    say("no UUID", "no-uuid", json("vol-1", ""), rejected(INVALID_COMMAND));
    say(
        "too large",
        "too-large",
        command(fresh(), "\"reason\":\"" + "x".repeat(70_000) + "\""),
        rejected(TOO_LARGE));
    say(
        "evidence that fits nothing",
        "evidence",
        json(
            SeedWorld.snapshotId(fresh()),
            "\"kind\":\"evidence\",\"command_id\":\"c\",\"permit\":\"p\",\"says\":\"taken\",\"by\":\"operator\",\"reason\":\"r\""),
        rejected(EVIDENCE_MISMATCH));
  }

  private void routing() {
    // On every partition but one it is misplaced, and is forwarded.
    for (int p = 0; p < partitions; p++) {
      Scenario.Message message = command(fresh(), "");
      say(
          "on partition " + p + ", wherever it belongs",
          "placed-" + p,
          new Scenario.Message(null, message.value(), p, Map.of()),
          accepted(),
          completed());
    }
    String lost = fresh();
    int home = home(lost);
    Map<String, String> forged =
        Map.of(
            "rollback-origin-topic-id", "AAAAAAAAAAAAAAAAAAAAAA",
            "rollback-origin-partition", "0",
            "rollback-origin-offset", "0",
            "rollback-origin-timestamp", now.toString());
    say(
        "misplaced again after a forward",
        "misrouted",
        new Scenario.Message(null, command(lost, "").value(), (home + 1) % partitions, forged),
        rejected(MISROUTED));
  }

  private int home(String name) {
    return Placement.of(new SnapshotId(SeedWorld.snapshotId(name)), partitions);
  }

  /** A volume with a snapshot that nobody else uses. */
  private String fresh() {
    String name = "demo-" + ++made;
    SeedWorld.pair(world, name, "available", "available");
    return name;
  }

  private Scenario.Message failing(
      FaultPoint point, int status, @Nullable String code, String fields) {
    String name = fresh();
    faults.add(Fault.onRollback(point, SeedWorld.snapshotId(name)).answering(status, code, null));
    return command(name, fields);
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

  private String expires(int seconds) {
    return "\"expires_at\":\"" + now.plusSeconds(seconds) + "\"";
  }
}
