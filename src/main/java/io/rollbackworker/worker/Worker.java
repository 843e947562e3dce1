package io.rollbackworker.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.evidence.EvidenceRecords;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.inference.Calibration;
import io.rollbackworker.inference.CalibrationCodec;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.control.ControlListener;
import io.rollbackworker.kafka.control.EvidenceListener;
import io.rollbackworker.kafka.control.EvidenceProducer;
import io.rollbackworker.kafka.control.LessonPublisher;
import io.rollbackworker.kafka.control.NotificationListener;
import io.rollbackworker.kafka.fleet.FleetMembership;
import io.rollbackworker.kafka.fleet.FleetView;
import io.rollbackworker.kafka.fleet.PartitionReport;
import io.rollbackworker.kafka.ledger.LaneClients;
import io.rollbackworker.kafka.ledger.ParkedReader;
import io.rollbackworker.lane.HeapBudget;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PermitRegistry;
import io.rollbackworker.rollback.Context;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.telemetry.AlarmLog;
import io.rollbackworker.telemetry.FleetReport;
import io.rollbackworker.telemetry.JourneyLog;
import io.rollbackworker.telemetry.Meter;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.OutcomeLog;
import io.rollbackworker.telemetry.WorkerReport;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One worker of a fleet: its parts, put together by hand. */
public final class Worker {
  private final Settings settings;
  private final CheckedTime time;
  private final EvidenceProducer evidence;
  private final ControlListener control;
  private final EvidenceListener others;
  private final LessonPublisher lessons;
  private final Optional<NotificationListener> notifications;
  private final ProjectClouds cloud;
  private final ParkedReader parked;
  private final FleetMembership membership;
  private final PermitRegistry permits;
  private final FleetView fleet;
  private final Reporter reporter;

  public Worker(Settings settings, MeterRegistry registry) {
    this(settings, registry, CrashPoints.NONE);
  }

  /**
   * For tests that stop a worker at a point.
   *
   * @param points hears which points it reaches
   */
  public Worker(Settings settings, MeterRegistry registry, CrashPoints points) {
    this.settings = settings;
    this.time = new CheckedTime(Time.system(), settings.kafka().clockSkew());
    Meters meters = new Meters(registry);
    ClientMeters clientMeters = new ClientMeters(meters);
    OutcomeLog outcomes = new OutcomeLog(meters, time);
    JourneyLog journeys = new JourneyLog(GlobalOpenTelemetry.get(), time);
    this.evidence = EvidenceProducer.of(settings.kafka(), clientMeters, time, Fork.VIRTUAL);
    EvidenceBook book = new EvidenceBook();
    EvidenceRecords records = new EvidenceRecords(book);
    this.control = new ControlListener(settings.kafka(), clientMeters, time, records);
    Calibration calibration = new Calibration(UUID.randomUUID().toString());
    CalibrationCodec lessons = new CalibrationCodec(calibration, settings.inferenceNumber());
    this.others = new EvidenceListener(settings.kafka(), clientMeters, time, records, lessons);
    this.lessons = new LessonPublisher(calibration, lessons, evidence, time);
    CloudLog log = settings.notifications().isPresent() ? new CloudLog(book) : CloudLog.none();
    this.notifications =
        settings
            .notifications()
            .map(where -> new NotificationListener(where, clientMeters, log, time));
    Inference inference = new Inference(settings.inference(), calibration);
    FleetShare share = new FleetShare(0);
    this.cloud =
        new ProjectClouds(
            settings.cloud(),
            share,
            control,
            new Pace(time, settings.rollback().watchLooksPerSecond()),
            meters::cloudCall,
            points,
            time);
    RenewedPolicy policy = new RenewedPolicy(settings.policy(), time);
    Context context =
        new Context(
            cloud,
            control,
            policy,
            settings.preconditions(),
            settings.rollback(),
            evidence,
            log,
            inference,
            new AlarmLog(meters),
            journeys,
            points,
            time,
            Fork.VIRTUAL,
            new SecureRandom(),
            settings.workerName());
    SecureRandom secrets = new SecureRandom();
    this.permits =
        new PermitRegistry(
            time.latest(), () -> new PermitKey(secrets), settings.rollback().permitLife());
    this.parked =
        new ParkedReader(LaneClients.of(settings.kafka()), settings.kafka().commandsTopic(), time);
    HeapBudget heap =
        new HeapBudget(Runtime.getRuntime().maxMemory() / 100 * settings.heapPercent());
    meters.show(Meter.MEMORY_USED, heap::used);
    meters.show(
        Meter.NOTICES_FOLLOWED,
        () -> notifications.filter(NotificationListener::reads).isPresent() ? 1 : 0);
    LaneSetup setup =
        new LaneSetup(
            new Procedures(context),
            permits,
            book,
            settings.room(),
            heap,
            parked,
            outcomes,
            points,
            time,
            Fork.VIRTUAL,
            Fork.PLATFORM);
    this.membership =
        new FleetMembership(
            settings.kafka(),
            setup,
            share::owns,
            new CommandDecoder(settings.maxCommandBytes()),
            clientMeters,
            settings.workerName());
    this.fleet = new FleetView(settings.kafka(), time, Fork.VIRTUAL);
    this.reporter =
        new Reporter(
            settings, membership, cloud, control, policy, inference, journeys, outcomes, time);
    reporter.showIn(meters);
  }

  /**
   * Joins the fleet.
   *
   * @throws ContractBroken when cluster or topics are not as the promises need them; nothing was
   *     started
   */
  public void start() throws ContractBroken {
    control.start();
    others.start();
    lessons.start(Fork.VIRTUAL);
    notifications.ifPresent(NotificationListener::start);
    membership.start();
  }

  /**
   * Waits until the worker has ended: after {@link #close}, or after a failure that it cannot mend.
   */
  public void join() throws InterruptedException {
    membership.join();
  }

  /** What each assigned partition does: opening, restoring, running, or blocked and why. */
  public List<PartitionReport> partitions() {
    return membership.partitions();
  }

  /** Why only a restart helps; empty: it works, or stops because it was told to. */
  public Optional<String> broken() {
    return reporter.broken();
  }

  /** What it does now, for people and programs. */
  public WorkerReport report() {
    return reporter.report();
  }

  /**
   * The whole fleet, as the group's coordinator knows it. Asks the cluster, at most now and then.
   */
  public FleetReport fleet() {
    return fleet.look();
  }

  /**
   * What a worker that does not come to its end leaves to the next owners.
   *
   * @param requests rollback requests whose fate is not told
   * @param partitions that were not handed over in order
   */
  public record Remaining(int requests, int partitions) {
    public boolean isNothing() {
      return requests == 0 && partitions == 0;
    }
  }

  public Remaining remaining() {
    return new Remaining(permits.underWay(), membership.partitions().size());
  }

  /**
   * Leaves the fleet in order, within the configured grace: no new requests, a wait for those under
   * way, last transactions, evidence about requests that outlive their lane.
   */
  public void close() throws InterruptedException {
    reporter.stopping();
    long until = time.nanos() + settings.shutdownGrace().toNanos();
    membership.close(settings.shutdownGrace().dividedBy(2));
    permits.awaitConcluded(Duration.ofNanos(Math.max(0, until - time.nanos())));
    lessons.close();
    evidence.close();
    parked.close();
    cloud.close();
    control.close();
    others.close();
    if (notifications.isPresent()) {
      notifications.get().close();
    }
    fleet.close();
  }
}
