package io.rollbackworker.testing;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.Target;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.lane.HeapBudget;
import io.rollbackworker.lane.LaneRoom;
import io.rollbackworker.ledger.Answer;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.Permit;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.ledger.Settled;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.policy.Claim;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.rollback.RollbackSettings;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values for tests, about the documents' sample snapshot. */
public final class Samples {
  public static final SnapshotId SNAPSHOT = new SnapshotId("2bb856e1-b3d8-4432-a858-09e4ce939389");
  public static final VolumeId VOLUME = new VolumeId("5aa119a8-d25b-45a7-8d1b-88e127885635");
  public static final ProjectId PROJECT = new ProjectId("0c2eba2c5af04d3f9e9d0d410b371fde");

  /** Of a snapshot's or volume's name, description and metadata. */
  public static final String DESCRIBED = "5d41402abc4b2a76";

  public static final String TOPIC_ID = "tn2BOpJVRR2V4oBLSIji_g";
  public static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

  public static final RollbackSettings RULES =
      new RollbackSettings(
          Duration.ofHours(24),
          Duration.ofHours(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofMillis(10),
          Duration.ofMillis(40),
          10_000,
          Duration.ofHours(6),
          List.of(PROJECT));

  private static final Random KEYS = new Random(1);

  public static final Attempt ATTEMPT =
      new Attempt(
          new Permit(new PermitId("3f0c7c1e-0001"), NOW.plusSeconds(30), Duration.ofSeconds(30)),
          new Baseline(
              "available", null, "available", "2026-11-20T22:00:00.000000", DESCRIBED + DESCRIBED));

  public static final Observed OBSERVED =
      new Observed(
          "available",
          null,
          1,
          "available",
          "2026-11-20T22:00:00.000000",
          "test-001",
          1,
          List.of());

  /** More than any test needs that is not about it. */
  public static final LaneRoom ROOM = new LaneRoom(1_000, 16 << 20, 20_000);

  /** More than any test needs that is not about it. */
  public static HeapBudget heap() {
    return new HeapBudget(1L << 40);
  }

  private Samples() {}

  public static Origin place(long offset) {
    return new Origin(TOPIC_ID, 3, offset, NOW);
  }

  public static RollbackCommand command(String commandId) {
    return new RollbackCommand(
        SNAPSHOT,
        new CommandId(commandId),
        false,
        Target.UNSPECIFIED,
        null,
        null,
        null,
        null,
        false,
        false,
        new Audit("ops@example.org", "ransomware", Map.of("ticket", "4711")));
  }

  public static PlacedCommand placed(RollbackCommand command, long offset) {
    return new PlacedCommand(command, place(offset), place(offset), Claim.NONE, null);
  }

  public static Subject subject(String commandId) {
    return placed(command(commandId), 0).subject(RULES).withVolume(VOLUME);
  }

  public static Run run(String commandId, long offset, RunState state) {
    return placed(command(commandId), offset).run(subject(commandId), state);
  }

  public static <R extends Result> Told<R> told(int revision, R result) {
    return new Told<>(revision, NOW.plusSeconds(1), "worker-1", null, result);
  }

  public static Result.Accepted acceptedResult() {
    return new Result.Accepted(ATTEMPT.permit().id(), Result.Proof.RESPONSE, "931fc6f4", OBSERVED);
  }

  public static Result.Rejected rejectedResult() {
    return new Result.Rejected(
        null,
        OutcomeError.of(
            ErrorCode.CLOUD_REFUSED,
            "Expected the cloud to take the rollback, but it answered HTTP 400.",
            new CloudError(400, "EVS.2068", "volume is locked", "931fc6f4")),
        OBSERVED);
  }

  public static Result.InDoubt inDoubtResult() {
    return new Result.InDoubt(
        ATTEMPT.permit().id(),
        Result.Cause.ANSWER_LOST,
        OutcomeError.of(ErrorCode.UNKNOWN_EFFECT, "Expected an answer, but it was lost."),
        OBSERVED);
  }

  public static Result.Failed failedResult() {
    return new Result.Failed(
        OutcomeError.of(ErrorCode.ROLLBACK_FAILED, "Expected available, but error_rollbacking."),
        OBSERVED);
  }

  public static RunState intent() {
    return new RunState.Intent(ATTEMPT, null);
  }

  public static RunState inDoubt() {
    return new RunState.InDoubt(ATTEMPT, told(1, inDoubtResult()));
  }

  public static RunState accepted() {
    return new RunState.Accepted(ATTEMPT, NOW, told(1, acceptedResult()));
  }

  public static RunState completed() {
    return new RunState.Completed(
        ATTEMPT.permit().id(), NOW, new Answer(2, NOW.plusSeconds(1), null));
  }

  public static RunState failed() {
    return new RunState.Failed(
        ATTEMPT.permit().id(), NOW, new Answer(2, NOW.plusSeconds(1), ErrorCode.ROLLBACK_FAILED));
  }

  public static RunState rejected() {
    return new RunState.Rejected(Answer.of(told(1, rejectedResult())));
  }

  public static RunState ended() {
    return new RunState.Ended(ATTEMPT.permit().id(), NOW, new Answer(2, NOW.plusSeconds(1), null));
  }

  /** An operator or the cloud said no after a request. */
  public static RunState refused() {
    return new RunState.Refused(ATTEMPT, told(1, rejectedResult()));
  }

  /** Where nothing is settled from there on. */
  public static Head head(int partitions, String group, long settledBelow) {
    return new Head(
        Entry.FORMAT,
        TOPIC_ID,
        "1HZMxqZZQMCB5ksp9VwZ9A",
        "control",
        partitions,
        group,
        RULES.memory(),
        Settled.below(settledBelow));
  }

  /** As a worker has it. */
  public static CheckedTime checked(Time time) {
    return new CheckedTime(time, RULES.clockSkew());
  }

  /** Of a permit of its own. */
  public static synchronized PermitKey permitKey() {
    return new PermitKey(KEYS);
  }

  /** Good for so long from now, by the system's clocks. */
  public static SendPermit permitFor(Duration life) {
    return new SendPermit(
        permitKey(),
        Instant.now().plus(life),
        life,
        Time.system(),
        System.nanoTime() + life.toNanos());
  }

  /** Said by "ops", who have "looked". */
  public static Evidence evidence(
      SnapshotId snapshotId,
      CommandId commandId,
      PermitId permit,
      Evidence.Says says,
      Evidence.By by) {
    return new Evidence(snapshotId, commandId, permit, says, by, null, "ops", "looked", NOW);
  }

  /** About a command that was told in doubt. */
  public static Evidence evidence(Outcome doubt, Evidence.Says says, Evidence.By by) {
    return evidence(
        doubt.subject().snapshotId(),
        doubt.subject().commandId(),
        doubt.result().permitOrNull(),
        says,
        by);
  }
}
