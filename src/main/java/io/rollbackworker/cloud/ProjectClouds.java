package io.rollbackworker.cloud;

import io.rollbackworker.cloud.auth.Authentications;
import io.rollbackworker.cloud.limits.Breaker;
import io.rollbackworker.cloud.limits.Limits;
import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.DiskApi;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** The clouds of all configured projects; each has its own address, credentials and limits. */
public final class ProjectClouds implements DiskApi, AutoCloseable {
  private final Map<ProjectId, ProjectCloud> projects = new HashMap<>();

  /**
   * @param share this worker's part of each project's limits
   * @param freezes looked at before a turn is granted, and once more right before each send
   * @param following the pace of looks by who follows rollbacks, of all projects together
   */
  public ProjectClouds(
      CloudSettings settings,
      FleetShare share,
      Freezes freezes,
      Pace following,
      CloudEvents events,
      CrashPoints points,
      Time time) {
    HttpClients clients = new HttpClients(settings);
    OkHttpClient readClient = clients.forReads();
    OkHttpClient rollbackClient = clients.forRollbacks();
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
                      project.paths(),
                      Objects.requireNonNull(HttpUrl.get(project.endpoint()), "an http(s) address"),
                      authentications.of(project.auth(), id, project.dialect().errors()),
                      own,
                      breaker,
                      time);
              projects.put(
                  id,
                  new ProjectCloud(
                      access,
                      new ReadCall(readClient, settings, access),
                      new RollbackCall(rollbackClient, access, freezes, points),
                      events,
                      following));
            });
  }

  /** For who looks at single objects by hand: without a fleet, a freeze or meters beside it. */
  public static ProjectClouds byHand(CloudSettings settings, Time time) {
    return new ProjectClouds(
        settings,
        new FleetShare(1),
        Freezes.NONE,
        new Pace(time, 1),
        (kind, result, took) -> {},
        CrashPoints.NONE,
        time);
  }

  @Override
  public Turn turn(ProjectId project, Turn.Kind kind, Priority priority) {
    ProjectCloud cloud = projects.get(project);
    return cloud == null
        ? new NoTurn(notConfigured(project))
        : cloud.access().turns().ask(kind, priority);
  }

  @Override
  public Reading look(ProjectId project, SnapshotId snapshot, Instant deadline) {
    ProjectCloud cloud = projects.get(project);
    return cloud == null
        ? new Reading.Denied(notConfigured(project))
        : cloud.look(snapshot, deadline);
  }

  @Override
  public CompletableFuture<Reading> lookTogether(ProjectId project, SnapshotId snapshot) {
    ProjectCloud cloud = projects.get(project);
    return cloud == null ? new CompletableFuture<>() : cloud.lookTogether(snapshot);
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
    ProjectCloud cloud = projects.get(project);
    if (cloud == null) {
      return () -> {};
    }
    Turns turns = cloud.access().turns();
    turns.underWay(1);
    return () -> turns.underWay(-1);
  }

  /** Commands for it are refused before; what the ledger still holds of it must wait. */
  private static OutcomeError notConfigured(ProjectId project) {
    return OutcomeError.of(
        ErrorCode.PROJECT_NOT_ALLOWED,
        "Expected project " + project + " to be configured here, but it is not.");
  }

  /** How each project's cloud is used, sorted by project. */
  public List<CloudUse> uses() {
    return projects.values().stream()
        .map(cloud -> new CloudUse(cloud.access()))
        .sorted(Comparator.comparing(use -> use.project().value()))
        .toList();
  }

  @Override
  public void close() {
    projects.values().forEach(cloud -> cloud.access().turns().close());
  }

  /** A turn that never comes. */
  private record NoTurn(OutcomeError hindrance) implements Turn {
    @Override
    public CompletableFuture<Void> granted() {
      return new CompletableFuture<>();
    }

    @Override
    public boolean becomesRollback() {
      return false;
    }

    @Override
    public CompletableFuture<Void> place() {
      return new CompletableFuture<>();
    }

    @Override
    public void leavePlace() {}

    @Override
    public void countLook() {}

    @Override
    public void callEnded() {}

    @Override
    public void close() {}
  }
}
