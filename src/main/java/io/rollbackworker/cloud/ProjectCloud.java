package io.rollbackworker.cloud;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.time.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One project's cloud, in its own dialect. Thread-safe. */
final class ProjectCloud {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectCloud.class);

  /** Who follows looks again later; so a look need not be repeated for long. */
  private static final Duration SHARED_LOOK = Duration.ofSeconds(10);

  private final Access access;
  private final StateReader states;
  private final RollbackCall rollbacks;
  private final CloudEvents events;
  private final SharedLooks shared;

  /**
   * @param following the pace of looks by who follows rollbacks
   */
  ProjectCloud(
      Access access, ReadCall reads, RollbackCall rollbacks, CloudEvents events, Pace following) {
    this.access = access;
    this.states = new StateReader(access, reads);
    this.rollbacks = rollbacks;
    this.events = events;
    this.shared =
        new SharedLooks(access, this::lookWithoutHurry, new StateLists(access, reads), following);
  }

  /** Done when its turn came, and it was looked at. */
  CompletableFuture<Reading> lookTogether(SnapshotId id) {
    return shared.ask(id);
  }

  private Reading lookWithoutHurry(SnapshotId id) {
    Instant deadline = access.time().now().plus(SHARED_LOOK);
    return counted(() -> states.readFollowed(id, deadline));
  }

  Reading look(SnapshotId id, Instant deadline) {
    return counted(() -> states.read(id, deadline));
  }

  private Reading counted(Supplier<Reading> look) {
    long start = access.time().nanos();
    Reading reading = look.get();
    String result =
        switch (reading) {
          case Reading.Seen seen -> "seen";
          case Reading.Unavailable unavailable -> "unavailable";
          case Reading.Denied denied -> "denied";
        };
    events.ended(Turn.Kind.LOOK, result, since(start));
    return reading;
  }

  EffectResult rollback(SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    long start = access.time().nanos();
    EffectResult effect =
        rollbacks.send(
            access.paths().rollback(access.project(), snapshot, volume),
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
    events.ended(Turn.Kind.ROLLBACK, result, since(start));
    LOG.atInfo()
        .addKeyValue("snapshotId", snapshot)
        .addKeyValue("permit", permit.permit().id())
        .addKeyValue("result", result)
        .log("rollback request");
    return effect;
  }

  Access access() {
    return access;
  }

  private Duration since(long startNanos) {
    return Duration.ofNanos(access.time().nanos() - startNanos);
  }
}
