package io.rollbackworker.cloud;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.Volume;
import io.rollbackworker.rollback.CrashPoints;
import io.rollbackworker.rollback.DiskApi;
import io.rollbackworker.rollback.EffectResult;
import io.rollbackworker.rollback.Reading;
import io.rollbackworker.rollback.SendPermit;
import io.rollbackworker.rollback.Time;
import io.rollbackworker.telemetry.Meters;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Huawei Cloud EVS. Paths: rollback as in the rollback document (v2 cloudsnapshots), snapshot as in
 * the show-snapshot document (v3), volume as the API reference recommends (v2 cloudvolumes).
 */
public final class EvsDiskApi implements DiskApi {
  private static final Logger LOG = LoggerFactory.getLogger(EvsDiskApi.class);

  private final CloudSettings settings;
  private final HttpUrl endpoint;
  private final ReadCall reads;
  private final RollbackCall rollbacks;
  private final Semaphore places;
  private final Meters meters;
  private final Time time;

  public EvsDiskApi(CloudSettings settings, Meters meters, CrashPoints points, Time time) {
    this.settings = settings;
    this.endpoint = Objects.requireNonNull(HttpUrl.get(settings.endpoint()), "an http(s) address");
    this.reads = new ReadCall(settings);
    this.rollbacks = new RollbackCall(settings, points);
    this.places = new Semaphore(settings.maxConcurrentCalls(), true);
    this.meters = meters;
    this.time = time;
  }

  @Override
  public Reading observe(ProjectId project, SnapshotId id) {
    long start = time.nanos();
    Reading reading = readBoth(project, id);
    String result =
        switch (reading) {
          case Reading.Seen seen -> "seen";
          case Reading.Unavailable unavailable -> "unavailable";
          case Reading.Denied denied -> "denied";
        };
    meters.cloudCall("observe", result, Duration.ofNanos(time.nanos() - start));
    return reading;
  }

  private Reading readBoth(ProjectId project, SnapshotId id) {
    HttpUrl url = path("v3", project.value(), "snapshots", id.value());
    return switch (reads.read(url, headers(), "snapshot " + id, Wire::snapshot)) {
      case ReadCall.Answer.Failed<Snapshot>(Reading reading) -> reading;
      case ReadCall.Answer.Missing<Snapshot> missing ->
          new Reading.Seen(new Observation(null, null));
      case ReadCall.Answer.Found<Snapshot>(Snapshot snapshot) -> readVolume(project, snapshot);
    };
  }

  private Reading readVolume(ProjectId project, Snapshot snapshot) {
    VolumeId id = snapshot.volumeId();
    HttpUrl url = path("v2", project.value(), "cloudvolumes", id.value());
    return switch (reads.read(url, headers(), "volume " + id, Wire::volume)) {
      case ReadCall.Answer.Failed<Volume>(Reading reading) -> reading;
      case ReadCall.Answer.Missing<Volume> missing ->
          new Reading.Seen(new Observation(snapshot, null));
      case ReadCall.Answer.Found<Volume>(Volume volume) ->
          new Reading.Seen(new Observation(snapshot, volume));
    };
  }

  @Override
  public EffectResult rollback(
      ProjectId project, SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    long start = time.nanos();
    HttpUrl url = path("v2", project.value(), "cloudsnapshots", snapshot.value(), "rollback");
    EffectResult effect = rollbacks.send(url, headers(), volume, permit);
    String result =
        switch (effect) {
          case EffectResult.Taken taken -> "taken";
          case EffectResult.PermitGone() -> "permit_gone";
          case EffectResult.NotSent notSent -> "not_sent";
          case EffectResult.RefusedBeforeExecution refused -> "refused_early";
          case EffectResult.Refused refused -> "refused";
          case EffectResult.Unknown unknown -> "unknown";
        };
    meters.cloudCall("rollback", result, Duration.ofNanos(time.nanos() - start));
    LOG.atInfo()
        .addKeyValue("snapshotId", snapshot)
        .addKeyValue("permit", permit.permit().id())
        .addKeyValue("result", result)
        .log("rollback request");
    return effect;
  }

  @Override
  public CallSlot enter() throws InterruptedException {
    places.acquire();
    return places::release;
  }

  private Request.Builder headers() {
    Request.Builder headers = new Request.Builder().header("Accept", "application/json");
    return settings.token() == null ? headers : headers.header("X-Auth-Token", settings.token());
  }

  private HttpUrl path(String... segments) {
    HttpUrl.Builder url = endpoint.newBuilder();
    for (String segment : segments) {
      url.addPathSegment(segment);
    }
    return url.build();
  }
}
