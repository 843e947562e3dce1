package io.rollbackworker.cloud;

import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.Json;
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

/** One project's cloud, in its own dialect. Thread-safe. */
final class ProjectCloud {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectCloud.class);

  private final Paths paths;
  private final Access access;
  private final StateReader states;
  private final RollbackCall rollbacks;
  private final Meters meters;

  ProjectCloud(
      Paths paths, Access access, StateReader states, RollbackCall rollbacks, Meters meters) {
    this.paths = paths;
    this.access = access;
    this.states = states;
    this.rollbacks = rollbacks;
    this.meters = meters;
  }

  Reading observe(SnapshotId id, Instant deadline) {
    long start = access.time().nanos();
    Reading reading = states.read(id, deadline);
    String result =
        switch (reading) {
          case Reading.Seen seen -> "seen";
          case Reading.Unavailable unavailable -> "unavailable";
          case Reading.Denied denied -> "denied";
        };
    meters.cloudCall("look", result, since(start));
    return reading;
  }

  EffectResult rollback(SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    long start = access.time().nanos();
    EffectResult effect =
        rollbacks.send(
            paths.rollback(access.project(), snapshot, volume),
            access.dialect().rollbackBody(snapshot, volume),
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
