package io.rollbackworker.simulation;

import io.rollbackworker.audit.CloudRequest.Fate;
import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.DiskApi;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A worker's way to the cloud: what may go wrong with a call is drawn for each. */
final class SimDisk implements DiskApi {
  private final Stage stage;
  private final SimCloud cloud;
  private final Duration requestTimeout;

  /** Whose data the volume held at this worker's last look for that snapshot. */
  final Map<SnapshotId, SnapshotId> lastSeen = new HashMap<>();

  SimDisk(Stage stage, SimCloud cloud, Duration requestTimeout) {
    this.stage = stage;
    this.cloud = cloud;
    this.requestTimeout = requestTimeout;
  }

  @Override
  public Turn turn(ProjectId project, Turn.Kind kind, Priority priority) {
    return new Turn() {
      @Override
      public CompletableFuture<Void> granted() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public OutcomeError hindrance() {
        return error(ErrorCode.CLOUD_THROTTLED);
      }

      @Override
      public boolean becomesRollback() {
        return stage.chance.nextBoolean();
      }

      @Override
      public CompletableFuture<Void> place() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void leavePlace() {}

      @Override
      public void countLook() {}

      @Override
      public void callEnded() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public CompletableFuture<Reading> lookTogether(ProjectId project, SnapshotId snapshot) {
    return CompletableFuture.completedFuture(look(project, snapshot, Instant.MAX));
  }

  @Override
  public Reading look(ProjectId project, SnapshotId snapshot, Instant deadline) {
    stage.turn();
    if (stage.chance.nextInt(20) == 0) {
      return new Reading.Unavailable(error(ErrorCode.CLOUD_UNAVAILABLE));
    }
    lastSeen.put(snapshot, cloud.content(snapshot));
    Reading reading = new Reading.Seen(cloud.look(snapshot));
    stage.turn();
    return reading;
  }

  @Override
  public EffectResult rollback(
      ProjectId project, SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    stage.turn(); // Connecting.
    int fate = stage.chance.nextInt(100);
    if (fate < 4) {
      return new EffectResult.NotSent(error(ErrorCode.CLOUD_UNAVAILABLE));
    }
    if (!permit.take()) {
      return new EffectResult.PermitGone();
    }
    stage.turn(); // Between the last check and the socket nobody can stop it.
    return fate < 60 ? answered(snapshot, permit) : troubled(fate, snapshot, permit);
  }

  private EffectResult answered(SnapshotId snapshot, SendPermit permit) {
    boolean taken = cloud.rollBack(snapshot, permit.permit().id(), false);
    stage.turn();
    return taken ? new EffectResult.Taken("request") : refused();
  }

  private EffectResult troubled(int fate, SnapshotId snapshot, SendPermit permit) {
    var id = permit.permit().id();
    if (fate < 70) {
      cloud.log(snapshot, id, Fate.LOST, false, null, null);
      stage.pause(requestTimeout);
      return new EffectResult.Unknown("the answer was lost", null);
    }
    if (fate < 82) {
      cloud.rollBack(snapshot, id, false);
      stage.pause(requestTimeout);
      return new EffectResult.Unknown("the answer was lost", null);
    }
    if (fate < 88) {
      cloud.log(snapshot, id, Fate.REFUSED, false, null, null);
      stage.turn();
      return refused();
    }
    if (fate < 94) { // A gateway delivers it twice, and hands out the second answer.
      cloud.rollBack(snapshot, id, false);
      boolean again = cloud.rollBack(snapshot, id, true);
      stage.turn();
      return again ? new EffectResult.Taken("request") : refused();
    }
    cloud.log(snapshot, id, Fate.REFUSED_BEFORE_EXECUTION, false, null, null);
    stage.turn();
    return new EffectResult.RefusedBeforeExecution(error(ErrorCode.CLOUD_THROTTLED), true);
  }

  private static EffectResult refused() {
    return new EffectResult.Refused(
        OutcomeError.of(
            ErrorCode.CLOUD_REFUSED,
            "Expected the cloud to take it, but it said 400.",
            new CloudError(400, "EVS.1", "no", null)));
  }

  private static OutcomeError error(ErrorCode code) {
    return OutcomeError.of(code, "Expected an answer, but none came.");
  }

  @Override
  public UnderWay follow(ProjectId project) {
    return () -> {};
  }
}
