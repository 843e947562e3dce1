package io.rollbackworker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.EvidenceProducer;
import io.rollbackworker.kafka.FreezeWatch;
import io.rollbackworker.kafka.Intake;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PermitRegistry;
import io.rollbackworker.rollback.Context;
import io.rollbackworker.rollback.CrashPoints;
import io.rollbackworker.rollback.FleetShare;
import io.rollbackworker.rollback.Pace;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.rollback.Time;
import io.rollbackworker.telemetry.AlarmLog;
import io.rollbackworker.telemetry.Meters;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** One worker of a fleet: its parts, put together by hand. */
public final class Worker {
  private final EvidenceProducer evidence;
  private final FreezeWatch freezes;
  private final ProjectClouds cloud;
  private final Intake intake;
  private final PermitRegistry permits;
  private final Duration requestTimeout;

  public Worker(Settings settings, MeterRegistry registry) {
    this(settings, registry, CrashPoints.NONE);
  }

  /**
   * For tests that stop a worker at a point.
   *
   * @param points hears which points it reaches
   */
  public Worker(Settings settings, MeterRegistry registry, CrashPoints points) {
    Time time = Time.system();
    Meters meters = new Meters(registry);
    this.evidence = new EvidenceProducer(settings.kafka());
    this.freezes = new FreezeWatch(settings.kafka(), time);
    FleetShare share = new FleetShare(0);
    this.cloud = new ProjectClouds(settings.cloud(), share, freezes, meters, points, time);
    Context context =
        new Context(
            cloud,
            freezes,
            settings.preconditions(),
            settings.rules(),
            evidence,
            new AlarmLog(registry),
            points,
            new Pace(time, settings.rules().watchLooksPerSecond()),
            time,
            new SecureRandom(),
            settings.workerName());
    this.requestTimeout = settings.rules().requestTimeout();
    this.permits =
        new PermitRegistry(time, () -> UUID.randomUUID().toString(), settings.rules().permitLife());
    LaneSetup setup = new LaneSetup(new Procedures(context), permits, meters, points, time);
    this.intake =
        new Intake(
            settings.kafka(),
            setup,
            share,
            new CommandDecoder(settings.maxCommandBytes()),
            settings.workerName());
    meters.openCommands(intake::openCommands);
  }

  /**
   * Joins the fleet.
   *
   * @throws ContractBroken when cluster or topics are not as the promises need them; nothing was
   *     started
   */
  public void start() throws ContractBroken {
    freezes.start();
    intake.start();
  }

  /**
   * Waits until the worker has ended: after {@link #close}, or after a failure that it cannot mend.
   */
  public void join() throws InterruptedException {
    intake.join();
  }

  /** What each assigned partition does: opening, restoring, running, or blocked and why. */
  public Map<Integer, String> status() {
    return intake.status();
  }

  /** What each project's cloud is like: in use, or out and why. */
  public Map<ProjectId, String> clouds() {
    return cloud.status();
  }

  /** What is frozen and why, by project or * for all. */
  public Map<String, String> freezes() {
    return freezes.all();
  }

  /** Leaves the fleet in order; returns when nothing is under way here any more. */
  public void close() throws InterruptedException {
    intake.close();
    permits.awaitConcluded(
        requestTimeout); // A request that outlives its lane still leaves evidence.
    evidence.close();
    cloud.close();
    freezes.close();
  }
}
