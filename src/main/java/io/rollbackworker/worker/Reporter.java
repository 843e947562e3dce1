package io.rollbackworker.worker;

import io.rollbackworker.cloud.CloudUse;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.inference.Stamps;
import io.rollbackworker.kafka.control.ControlListener;
import io.rollbackworker.kafka.fleet.FleetMembership;
import io.rollbackworker.kafka.fleet.PartitionReport;
import io.rollbackworker.lane.LaneReport;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.telemetry.Health;
import io.rollbackworker.telemetry.JourneyLog;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.OutcomeLog;
import io.rollbackworker.telemetry.WorkerReport;
import io.rollbackworker.telemetry.WorkerReport.CallsRow;
import io.rollbackworker.telemetry.WorkerReport.CloudRow;
import io.rollbackworker.telemetry.WorkerReport.CommandRow;
import io.rollbackworker.telemetry.WorkerReport.Commands;
import io.rollbackworker.telemetry.WorkerReport.DoubtRow;
import io.rollbackworker.telemetry.WorkerReport.Doubts;
import io.rollbackworker.telemetry.WorkerReport.InferenceRow;
import io.rollbackworker.telemetry.WorkerReport.LaneRow;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the parts of a worker what they do, whenever somebody looks. Thread-safe. */
final class Reporter {
  private static final int SHOWN = 100;

  private final Settings settings;
  private final OwnCertificates certificates;
  private final FleetMembership membership;
  private final ProjectClouds cloud;
  private final ControlListener freezes;
  private final RenewedPolicy policy;
  private final Inference inference;
  private final JourneyLog journeys;
  private final OutcomeLog outcomes;
  private final Time time;
  private final Instant startedAt;
  private volatile boolean stopping;

  Reporter(
      Settings settings,
      FleetMembership membership,
      ProjectClouds cloud,
      ControlListener freezes,
      RenewedPolicy policy,
      Inference inference,
      JourneyLog journeys,
      OutcomeLog outcomes,
      Time time) {
    this.settings = settings;
    this.certificates = OwnCertificates.of(settings);
    this.membership = membership;
    this.cloud = cloud;
    this.freezes = freezes;
    this.policy = policy;
    this.inference = inference;
    this.journeys = journeys;
    this.outcomes = outcomes;
    this.time = time;
    this.startedAt = time.now();
  }

  /** From now on the worker hands over. */
  void stopping() {
    stopping = true;
  }

  /** Why only a restart helps; empty while the worker works, or stops because it was told to. */
  Optional<String> broken() {
    return stopping ? Optional.empty() : membership.broken();
  }

  WorkerReport report() {
    Instant now = time.now();
    List<PartitionReport> partitions = membership.partitions();
    List<LaneRow> lanes = lanes(partitions, now);
    return new WorkerReport(
        settings.workerName(),
        Version.TEXT,
        now,
        startedAt,
        settings.kafka().group(),
        membership.hasItsShare(),
        stopping,
        freezes.hears(),
        broken().orElse(null),
        lanes,
        new Commands(lanes.stream().mapToInt(LaneRow::open).sum(), commands(now)),
        doubts(partitions),
        cloud.uses().stream().map(Reporter::cloud).toList(),
        frozen(),
        new WorkerReport.PolicyRow(policy.now().inWords(), policy.problem().orElse(null)),
        inferences(),
        certificates.ends(),
        outcomes.last().stream().map(WorkerReport.OutcomeRow::of).toList());
  }

  private static List<LaneRow> lanes(List<PartitionReport> partitions, Instant now) {
    return partitions.stream().map(report -> lane(report, now)).toList();
  }

  private static LaneRow lane(PartitionReport partition, Instant now) {
    LaneReport lane = partition.lane();
    return new LaneRow(
        partition.partition(),
        partition.state(),
        partition.why(),
        seconds(partition.since()),
        partition.lag(),
        lane == null ? 0 : lane.open(),
        lane == null ? 0 : lane.parked(),
        lane == null ? 0 : lane.heldForNewer(),
        lane == null ? 0 : oldest(lane, now),
        lane == null ? 0 : lane.entries());
  }

  private static double oldest(LaneReport lane, Instant now) {
    Instant storedAt = lane.oldestOpen();
    return storedAt == null ? 0 : Math.max(0, seconds(Duration.between(storedAt, now)));
  }

  private List<CommandRow> commands(Instant now) {
    return journeys.underWay().stream()
        .map(position -> command(position, now))
        .sorted(Comparator.comparingDouble(CommandRow::ageSeconds).reversed())
        .limit(SHOWN)
        .toList();
  }

  private static CommandRow command(JourneyLog.Position position, Instant now) {
    var snapshot = position.subject().snapshotId();
    return new CommandRow(
        snapshot == null ? null : snapshot.value(),
        position.subject().commandId().value(),
        position.phase(),
        seconds(Duration.between(position.since(), now)),
        seconds(Duration.between(position.subject().origin().timestamp(), now)),
        position.why());
  }

  private static Doubts doubts(List<PartitionReport> partitions) {
    List<DoubtRow> all =
        partitions.stream().flatMap(p -> p.doubts().stream()).map(Reporter::doubt).toList();
    return new Doubts(all.size(), all.stream().limit(SHOWN).toList());
  }

  private static DoubtRow doubt(Run run) {
    if (!(run.state() instanceof RunState.InDoubt state)) {
      throw new IllegalArgumentException("not in doubt: " + run);
    }
    Result.InDoubt doubt = state.told().result();
    return new DoubtRow(
        run.snapshotId().value(),
        run.commandId().value(),
        state.told().time(),
        doubt.cause() == null ? null : Json.name(doubt.cause()),
        Stamps.of(state.attempt().baseline()).toString(),
        Stamps.of(doubt.observed()).toString());
  }

  private Map<String, String> frozen() {
    Map<String, String> frozen = new TreeMap<>();
    settings
        .rollback()
        .projects()
        .forEach(
            id ->
                freezes
                    .of(id)
                    .map(OutcomeError::message)
                    .ifPresent(why -> frozen.put(id.value(), why)));
    return frozen;
  }

  private Map<String, InferenceRow> inferences() {
    Map<String, InferenceRow> rows = new TreeMap<>();
    settings
        .rollback()
        .projects()
        .forEach(id -> rows.put(id.value(), InferenceRow.of(inference.standing(id))));
    return rows;
  }

  private static CloudRow cloud(CloudUse use) {
    Map<String, CallsRow> calls = new TreeMap<>();
    for (Turn.Kind kind : Turn.Kind.values()) {
      calls.put(
          Json.name(kind),
          new CallsRow(use.waiting(kind), use.perSecond(kind), use.quotaUsed(kind)));
    }
    return new CloudRow(use.project().value(), use.isOut(), use.why(), use.running(), calls);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  /** What meters ask for when they are read. */
  void showIn(Meters meters) {
    new Gauges(meters, time)
        .ofLanes(membership, () -> lanes(membership.partitions(), time.now()).stream())
        .ofOrders(freezes, settings.rollback().projects())
        .ofPolicy(policy)
        .ofInference(inference, settings.rollback().projects())
        .ofCertificates(certificates)
        .ofClouds(cloud.uses())
        .ofHealth(() -> Health.of(report()).ready());
  }
}
