package io.rollbackworker.worker;

import io.rollbackworker.cloud.CloudUse;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.inference.Lessons;
import io.rollbackworker.kafka.control.ControlListener;
import io.rollbackworker.kafka.fleet.FleetMembership;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.telemetry.Meter;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.WorkerReport.LaneRow;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What meters ask the parts of a worker for, whenever they are read. */
record Gauges(Meters meters, Time time) {

  Gauges ofLanes(FleetMembership membership, Supplier<Stream<LaneRow>> lanes) {
    for (LaneState state : LaneState.values()) {
      meters.show(
          Meter.LANES,
          () -> lanes.get().filter(lane -> lane.state() == state).count(),
          Json.name(state));
    }
    meters.show(Meter.COMMANDS_OPEN, () -> lanes.get().mapToLong(LaneRow::open).sum());
    meters.show(Meter.COMMANDS_PARKED, () -> lanes.get().mapToLong(LaneRow::parked).sum());
    meters.show(Meter.PARTITIONS, membership::allPartitions);
    meters.show(
        Meter.COMMANDS_LAG, () -> lanes.get().mapToLong(lane -> Math.max(0, lane.lag())).sum());
    meters.show(
        Meter.COMMANDS_OLDEST,
        () -> lanes.get().mapToDouble(LaneRow::oldestSeconds).max().orElse(0));
    meters.show(
        Meter.DOUBTS,
        () -> membership.partitions().stream().mapToLong(p -> p.doubts().size()).sum());
    meters.show(Meter.LEDGER_ENTRIES, () -> lanes.get().mapToLong(LaneRow::entries).sum());
    return this;
  }

  Gauges ofOrders(ControlListener freezes, List<ProjectId> projects) {
    meters.show(Meter.ORDERS_HEARD, () -> freezes.hears() ? 1 : 0);
    projects.forEach(
        id -> meters.show(Meter.FROZEN, () -> freezes.of(id).isPresent() ? 1 : 0, id.value()));
    return this;
  }

  Gauges ofPolicy(RenewedPolicy policy) {
    meters.show(Meter.POLICY_CURRENT, () -> policy.problem().isEmpty() ? 1 : 0);
    return this;
  }

  Gauges ofInference(Inference inference, List<ProjectId> projects) {
    Map<String, ToDoubleFunction<Lessons>> kinds =
        Map.of(
            "moved", Lessons::moved,
            "still", Lessons::still,
            "stray", Lessons::strays,
            "contradiction", lessons -> lessons.contradiction() == null ? 0 : 1);
    for (ProjectId id : projects) {
      meters.show(Meter.INFERENCE, () -> inference.standing(id).applies() ? 1 : 0, id.value());
      kinds.forEach(
          (kind, count) ->
              meters.show(
                  Meter.INFERENCE_LESSONS,
                  () -> count.applyAsDouble(inference.standing(id).lessons()),
                  id.value(),
                  kind));
    }
    return this;
  }

  /** NaN where there is none, or its file cannot be read. */
  Gauges ofCertificates(OwnCertificates certificates) {
    for (String shownTo : OwnCertificates.SHOWN_TO) {
      meters.show(
          Meter.CERTIFICATE_ENDS,
          () ->
              certificates
                  .end(shownTo)
                  .map(end -> Duration.between(time.now(), end).toMillis() / 1_000.0)
                  .orElse(Double.NaN),
          shownTo);
    }
    return this;
  }

  Gauges ofClouds(List<CloudUse> uses) {
    for (CloudUse use : uses) {
      String project = use.project().value();
      meters.show(Meter.CLOUD_OUT, () -> use.isOut() ? 1 : 0, project);
      meters.show(Meter.CLOUD_RUNNING, use::running, project);
      for (Turn.Kind kind : Turn.Kind.values()) {
        String calls = Json.name(kind);
        meters.show(Meter.CLOUD_TURNS_WAITING, () -> use.waiting(kind), project, calls);
        if (kind != Turn.Kind.POLL) { // Whose rate is that of looks.
          meters.show(Meter.CLOUD_RATE, () -> use.perSecond(kind), project, calls);
          meters.show(Meter.CLOUD_QUOTA_USED, () -> use.quotaUsed(kind), project, calls);
        }
      }
    }
    return this;
  }

  Gauges ofHealth(BooleanSupplier ready) {
    meters.show(Meter.READY, () -> ready.getAsBoolean() ? 1 : 0);
    return this;
  }
}
