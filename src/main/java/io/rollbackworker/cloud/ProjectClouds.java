package io.rollbackworker.cloud;

import io.rollbackworker.cloud.auth.Authentications;
import io.rollbackworker.cloud.limits.Breaker;
import io.rollbackworker.cloud.limits.Limits;
import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.CrashPoints;
import io.rollbackworker.rollback.DiskApi;
import io.rollbackworker.rollback.EffectResult;
import io.rollbackworker.rollback.FleetShare;
import io.rollbackworker.rollback.Freezes;
import io.rollbackworker.rollback.Reading;
import io.rollbackworker.rollback.SendPermit;
import io.rollbackworker.rollback.Time;
import io.rollbackworker.rollback.Turn;
import io.rollbackworker.telemetry.Meter;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.WorkerReport.CloudRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/** The clouds of all configured projects; each has its own address, credentials and limits. */
public final class ProjectClouds implements DiskApi, AutoCloseable {
  private final Map<ProjectId, ProjectCloud> projects = new HashMap<>();
  private final Map<ProjectId, Turns> turns = new HashMap<>();

  /**
   * @param share this worker's part of each project's limits
   * @param freezes looked at before a turn is granted, and once more right before each send
   */
  public ProjectClouds(
      CloudSettings settings,
      FleetShare share,
      Freezes freezes,
      Meters meters,
      CrashPoints points,
      Time time) {
    OkHttpClient readClient = HttpClients.forReads(settings);
    OkHttpClient rollbackClient = HttpClients.forRollbacks(settings);
    Authentications authentications = new Authentications(readClient, time);
    settings
        .projects()
        .forEach(
            (id, project) -> {
              Breaker breaker = new Breaker(id.value(), settings.breaker());
              Limits limits =
                  new Limits(id, project.limits(), share, breaker, freezes, time.nanos());
              Turns own = new Turns(id.value(), limits, time);
              Access access =
                  new Access(
                      id,
                      project.dialect(),
                      project.endpoint(),
                      authentications.of(project.auth(), id, project.dialect().errors()),
                      own,
                      breaker,
                      time);
              projects.put(
                  id,
                  new ProjectCloud(
                      project.paths(),
                      access,
                      new StateReader(
                          project.paths(), access, new ReadCall(readClient, settings, access)),
                      new RollbackCall(rollbackClient, access, freezes, points),
                      meters));
              turns.put(id, own);
              show(access, meters);
            });
  }

  private static void show(Access access, Meters meters) {
    String project = access.project().value();
    Turns turns = access.turns();
    meters.show(Meter.CLOUD_OUT, () -> access.breaker().letsRollBack() ? 0 : 1, project);
    meters.show(Meter.CLOUD_RUNNING, turns::rollbacksUnderWay, project);
    for (Turn.Kind kind : Turn.Kind.values()) {
      String calls = kind.name().toLowerCase(Locale.ROOT);
      meters.show(Meter.CLOUD_TURNS_WAITING, () -> turns.waiting(kind), project, calls);
      meters.show(Meter.CLOUD_RATE, () -> turns.perSecond(kind), project, calls);
      meters.show(Meter.CLOUD_QUOTA_USED, () -> turns.quotaUsed(kind), project, calls);
    }
  }

  @Override
  public Turn turn(ProjectId project, Turn.Kind kind, Priority priority) {
    Turns own = turns.get(project);
    return own == null ? new NoTurn(notConfigured(project)) : own.ask(kind, priority);
  }

  @Override
  public Reading observe(ProjectId project, SnapshotId snapshot, Instant deadline) {
    ProjectCloud cloud = projects.get(project);
    return cloud == null
        ? new Reading.Denied(notConfigured(project))
        : cloud.observe(snapshot, deadline);
  }

  @Override
  public EffectResult rollback(
      ProjectId project, SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    ProjectCloud cloud = projects.get(project);
    return cloud == null
        ? new EffectResult.NotSent(notConfigured(project))
        : cloud.rollback(snapshot, volume, permit);
  }

  @Override
  public UnderWay follow(ProjectId project) {
    Turns own = turns.get(project);
    if (own == null) {
      return () -> {};
    }
    own.underWay(1);
    return () -> own.underWay(-1);
  }

  /** Commands for it are refused before; what the ledger still holds of it must wait. */
  private static OutcomeError notConfigured(ProjectId project) {
    return OutcomeError.of(
        ErrorCode.PROJECT_NOT_ALLOWED,
        "Expected project " + project + " to be configured here, but it is not.");
  }

  /** For people: how each project's cloud is used now. */
  public List<CloudRow> report() {
    return projects.values().stream()
        .map(ProjectCloud::report)
        .sorted(Comparator.comparing(CloudRow::project))
        .toList();
  }

  @Override
  public void close() {
    turns.values().forEach(Turns::close);
  }

  /** A turn that never comes. */
  private record NoTurn(OutcomeError hindrance) implements Turn {
    @Override
    public CompletableFuture<Void> granted() {
      return new CompletableFuture<>();
    }

    @Override
    public void callEnded() {}

    @Override
    public void close() {}
  }
}
