package io.rollbackworker.worker;

import io.rollbackworker.cloud.CloudUse;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.kafka.control.ControlListener;
import io.rollbackworker.kafka.fleet.FleetMembership;
import io.rollbackworker.kafka.fleet.PartitionReport;
import io.rollbackworker.lane.LaneReport;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.telemetry.Health;
import io.rollbackworker.telemetry.JourneyLog;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.telemetry.Meter;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.OutcomeLog;
import io.rollbackworker.telemetry.WorkerReport;
import io.rollbackworker.telemetry.WorkerReport.CallsRow;
import io.rollbackworker.telemetry.WorkerReport.CloudRow;
import io.rollbackworker.telemetry.WorkerReport.CommandRow;
import io.rollbackworker.telemetry.WorkerReport.Commands;
import io.rollbackworker.telemetry.WorkerReport.DoubtRow;
import io.rollbackworker.telemetry.WorkerReport.Doubts;
import io.rollbackworker.telemetry.WorkerReport.LaneRow;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Asks the parts of a worker what they do, whenever somebody looks. Thread-safe. */
final class Reporter {
  private static final int SHOWN = 100;

  private final Settings settings;
  private final OwnCertificates certificates;
  private final FleetMembership membership;
  private final ProjectClouds cloud;
  private final ControlListener freezes;
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
      JourneyLog journeys,
      OutcomeLog outcomes,
      Time time) {
    this.settings = settings;
    this.certificates = OwnCertificates.of(settings);
    this.membership = membership;
    this.cloud = cloud;
    this.freezes = freezes;
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
    return new DoubtRow(run.snapshotId().value(), run.commandId().value(), run.answer().time());
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
    for (LaneState state : LaneState.values()) {
      meters.show(
          Meter.LANES,
          () -> overLanes().filter(lane -> lane.state() == state).count(),
          Json.name(state));
    }
    meters.show(Meter.COMMANDS_OPEN, () -> overLanes().mapToLong(LaneRow::open).sum());
    meters.show(Meter.COMMANDS_PARKED, () -> overLanes().mapToLong(LaneRow::parked).sum());
    meters.show(Meter.PARTITIONS, membership::allPartitions);
    meters.show(Meter.ORDERS_HEARD, () -> freezes.hears() ? 1 : 0);
    meters.show(
        Meter.COMMANDS_LAG, () -> overLanes().mapToLong(lane -> Math.max(0, lane.lag())).sum());
    meters.show(
        Meter.COMMANDS_OLDEST,
        () -> overLanes().mapToDouble(LaneRow::oldestSeconds).max().orElse(0));
    meters.show(
        Meter.DOUBTS,
        () -> membership.partitions().stream().mapToLong(p -> p.doubts().size()).sum());
    meters.show(Meter.LEDGER_ENTRIES, () -> overLanes().mapToLong(LaneRow::entries).sum());
    meters.show(Meter.READY, () -> Health.of(report()).ready() ? 1 : 0);
    for (String shownTo : OwnCertificates.SHOWN_TO) {
      meters.show(Meter.CERTIFICATE_ENDS, () -> certificateEnds(shownTo), shownTo);
    }
    cloud.uses().forEach(use -> show(use, meters));
    settings
        .rollback()
        .projects()
        .forEach(
            id -> meters.show(Meter.FROZEN, () -> freezes.of(id).isPresent() ? 1 : 0, id.value()));
  }

  /** NaN where there is none, or its file cannot be read. */
  private double certificateEnds(String shownTo) {
    return certificates
        .end(shownTo)
        .map(end -> seconds(Duration.between(time.now(), end)))
        .orElse(Double.NaN);
  }

  private static void show(CloudUse use, Meters meters) {
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

  private Stream<LaneRow> overLanes() {
    return lanes(membership.partitions(), time.now()).stream();
  }
}
