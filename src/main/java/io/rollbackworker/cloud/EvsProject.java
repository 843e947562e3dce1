package io.rollbackworker.cloud;

import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.Volume;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One project of Huawei Cloud EVS. Thread-safe. */
final class EvsProject {
  private static final Logger LOG = LoggerFactory.getLogger(EvsProject.class);

  private final Paths paths;
  private final Access access;
  private final ReadCall reads;
  private final RollbackCall rollbacks;
  private final Meters meters;

  EvsProject(Paths paths, Access access, ReadCall reads, RollbackCall rollbacks, Meters meters) {
    this.paths = paths;
    this.access = access;
    this.reads = reads;
    this.rollbacks = rollbacks;
    this.meters = meters;
  }

  Reading observe(SnapshotId id, Instant deadline) {
    long start = access.time().nanos();
    Reading reading = readBoth(id, deadline);
    String result =
        switch (reading) {
          case Reading.Seen seen -> "seen";
          case Reading.Unavailable unavailable -> "unavailable";
          case Reading.Denied denied -> "denied";
        };
    meters.cloudCall("observe", result, since(start));
    return reading;
  }

  private Reading readBoth(SnapshotId id, Instant deadline) {
    String path = paths.snapshot(access.project(), id);
    var question = new ReadCall.Question<>(path, "snapshot " + id, Wire::snapshot);
    return switch (reads.read(question, deadline)) {
      case ReadCall.Answer.Failed<Snapshot>(Reading reading) -> reading;
      case ReadCall.Answer.Missing<Snapshot> missing ->
          new Reading.Seen(new Observation(null, null));
      case ReadCall.Answer.Found<Snapshot>(Snapshot snapshot) -> readVolume(snapshot, deadline);
    };
  }

  private Reading readVolume(Snapshot snapshot, Instant deadline) {
    VolumeId id = snapshot.volumeId();
    String path = paths.volume(access.project(), id);
    var question = new ReadCall.Question<>(path, "volume " + id, Wire::volume);
    return switch (reads.read(question, deadline)) {
      case ReadCall.Answer.Failed<Volume>(Reading reading) -> reading;
      case ReadCall.Answer.Missing<Volume> missing ->
          new Reading.Seen(new Observation(snapshot, null));
      case ReadCall.Answer.Found<Volume>(Volume volume) ->
          new Reading.Seen(new Observation(snapshot, volume));
    };
  }

  EffectResult rollback(SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    long start = access.time().nanos();
    EffectResult effect =
        rollbacks.send(paths.rollback(access.project(), snapshot), volume, permit);
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
