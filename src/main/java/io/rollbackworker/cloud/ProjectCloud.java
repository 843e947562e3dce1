package io.rollbackworker.cloud;

import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Obstacle;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.SnapshotState;
import io.rollbackworker.precondition.Volume;
import io.rollbackworker.precondition.VolumeState;
import io.rollbackworker.rollback.EffectResult;
import io.rollbackworker.rollback.Reading;
import io.rollbackworker.rollback.SendPermit;
import io.rollbackworker.rollback.Turn;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.WorkerReport.CallsRow;
import io.rollbackworker.telemetry.WorkerReport.CloudRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One project's cloud, in its own dialect. Thread-safe. */
final class ProjectCloud {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectCloud.class);

  private final Dialect dialect;
  private final Paths paths;
  private final Access access;
  private final ReadCall reads;
  private final RollbackCall rollbacks;
  private final Meters meters;

  ProjectCloud(
      ProjectSettings settings,
      Access access,
      ReadCall reads,
      RollbackCall rollbacks,
      Meters meters) {
    this.dialect = settings.dialect();
    this.paths = settings.paths();
    this.access = access;
    this.reads = reads;
    this.rollbacks = rollbacks;
    this.meters = meters;
  }

  Reading observe(SnapshotId id, Instant deadline) {
    long start = access.time().nanos();
    Reading reading = readAll(id, deadline);
    String result =
        switch (reading) {
          case Reading.Seen seen -> "seen";
          case Reading.Unavailable unavailable -> "unavailable";
          case Reading.Denied denied -> "denied";
        };
    meters.cloudCall("observe", result, since(start));
    return reading;
  }

  private Reading readAll(SnapshotId id, Instant deadline) {
    String path = paths.snapshot(access.project(), id);
    var question =
        new ReadCall.Question<>(path, "snapshot " + id, body -> Wire.snapshot(body, dialect));
    return switch (reads.read(question, deadline)) {
      case ReadCall.Answer.Failed<Snapshot>(Reading reading) -> reading;
      case ReadCall.Answer.Missing<Snapshot> missing -> new Reading.Seen(Observation.ofNothing());
      case ReadCall.Answer.Found<Snapshot>(Snapshot snapshot) -> readVolume(snapshot, deadline);
    };
  }

  private Reading readVolume(Snapshot snapshot, Instant deadline) {
    VolumeId id = snapshot.volumeId();
    String path = paths.volume(access.project(), id);
    var question =
        new ReadCall.Question<>(path, "volume " + id, body -> Wire.volume(body, dialect));
    return switch (reads.read(question, deadline)) {
      case ReadCall.Answer.Failed<Volume>(Reading reading) -> reading;
      case ReadCall.Answer.Missing<Volume> missing ->
          new Reading.Seen(new Observation(snapshot, null, null));
      case ReadCall.Answer.Found<Volume>(Volume volume) ->
          needsNewest(snapshot, volume)
              ? readNewest(snapshot, volume, deadline)
              : new Reading.Seen(new Observation(snapshot, volume, null));
    };
  }

  private boolean needsNewest(Snapshot snapshot, Volume volume) {
    return dialect.revertsToNewestOnly()
        && snapshot.state() == SnapshotState.AVAILABLE
        && volume.state() == VolumeState.AVAILABLE;
  }

  /** Else the cloud would refuse, and the requester would have waited for nothing. */
  private Reading readNewest(Snapshot snapshot, Volume volume, Instant deadline) {
    if (volume.sizeGb() != snapshot.sizeGb()) {
      String but =
          "its volume has %d GB, the snapshot has %d".formatted(volume.sizeGb(), snapshot.sizeGb());
      return new Reading.Seen(new Observation(snapshot, volume, new Obstacle(but, false)));
    }
    access.turns().repeated(); // Beside the two reads that a turn is for.
    String path = paths.newest(access.project(), volume.id());
    var question =
        new ReadCall.Question<>(
            path, "the newest snapshot of volume " + volume.id(), Wire::newestSnapshot);
    // Where it cannot be read, both states are known all the same; the cloud checks it itself.
    return switch (reads.read(question, deadline)) {
      case ReadCall.Answer.Found<Wire.Newest>(Wire.Newest newest) ->
          new Reading.Seen(new Observation(snapshot, volume, obstacle(snapshot, newest)));
      case ReadCall.Answer.Failed<Wire.Newest> failed ->
          new Reading.Seen(new Observation(snapshot, volume, null));
      case ReadCall.Answer.Missing<Wire.Newest> missing ->
          new Reading.Seen(new Observation(snapshot, volume, null));
    };
  }

  private static @Nullable Obstacle obstacle(Snapshot snapshot, Wire.Newest newest) {
    if (newest.id().isEmpty() || newest.id().equals(snapshot.id().value())) {
      return null;
    }
    return new Obstacle(
        "the volume has a newer snapshot, " + newest.id() + " (" + newest.status() + ")",
        newest.isPassing());
  }

  EffectResult rollback(SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    long start = access.time().nanos();
    EffectResult effect =
        rollbacks.send(
            paths.rollback(access.project(), snapshot, volume),
            dialect.rollbackBody(snapshot, volume),
            permit);
    String result =
        switch (effect) {
          case EffectResult.Taken taken -> "taken";
          case EffectResult.PermitGone() -> "permit_gone";
          case EffectResult.NotSent notSent -> "not_sent";
          case EffectResult.RefusedBeforeExecution refused -> "refused_early";
          case EffectResult.Refused refused -> "refused";
          case EffectResult.Unknown unknown -> "unknown";
        };
    meters.cloudCall("rollback", result, since(start));
    LOG.atInfo()
        .addKeyValue("snapshotId", snapshot)
        .addKeyValue("permit", permit.permit().id())
        .addKeyValue("result", result)
        .log("rollback request");
    return effect;
  }

  /** For people: how it is used now. */
  CloudRow report() {
    boolean out = !access.breaker().letsRollBack();
    Turns turns = access.turns();
    Map<String, CallsRow> calls = new TreeMap<>();
    for (Turn.Kind kind : Turn.Kind.values()) {
      calls.put(
          Json.name(kind),
          new CallsRow(turns.waiting(kind), turns.perSecond(kind), turns.quotaUsed(kind)));
    }
    return new CloudRow(
        access.project().value(),
        out,
        out ? access.breaker().lastFailure() : "",
        turns.rollbacksUnderWay(),
        calls);
  }

  private Duration since(long startNanos) {
    return Duration.ofNanos(access.time().nanos() - startNanos);
  }
}
