package io.rollbackworker.dev.simulator;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All volumes and snapshots, and the rollbacks that run. Time moves on when somebody looks: a
 * rollback that is due has become visible, or has ended, before the next question is answered.
 * Thread-safe: one lock.
 */
public final class World {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private final SimSettings settings;
  private final Clock clock;
  private final Map<String, SimVolume> volumes = new LinkedHashMap<>();
  private final Map<String, SimSnapshot> snapshots = new LinkedHashMap<>();
  private final List<Running> running = new ArrayList<>();
  private final RequestLog requests;
  private final SimStamps stamps;

  private record Running(String snapshotId, String volumeId, Instant visibleAt, Instant endsAt) {
    Running shown() {
      return new Running(snapshotId, volumeId, Instant.MAX, endsAt);
    }
  }

  public World(SimSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.requests = new RequestLog(settings.effectsLog());
    this.stamps = new SimStamps(settings.stamping());
  }

  public synchronized void put(SimVolume volume) {
    volumes.put(volume.id(), volume);
  }

  public synchronized void put(SimSnapshot snapshot) {
    snapshots.put(snapshot.id(), snapshot);
  }

  public synchronized void removeVolume(String id) {
    volumes.remove(id);
  }

  public synchronized void removeSnapshot(String id) {
    snapshots.remove(id);
  }

  public synchronized @Nullable SimVolume volume(String id) {
    moveOn();
    if (stamps.movesAtLook()) {
      volumes.computeIfPresent(id, (i, v) -> v.withStatus(v.status(), now()));
    }
    return volumes.get(id);
  }

  public synchronized @Nullable SimSnapshot snapshot(String id) {
    moveOn();
    if (stamps.movesAtLook()) {
      snapshots.computeIfPresent(id, (i, s) -> s.withStatus(s.status(), now()));
    }
    return snapshots.get(id);
  }

  /** As one project sees it: not there where it is another's. */
  synchronized SimVolume volume(String projectId, String id) throws Refusal {
    return Optional.ofNullable(volume(id))
        .filter(volume -> volume.projectId().equals(projectId))
        .orElseThrow(() -> Refusal.notFound("Volume", id));
  }

  /** As one project sees it: not there where it is another's. */
  synchronized SimSnapshot snapshot(String projectId, String id) throws Refusal {
    return Optional.ofNullable(snapshot(id))
        .filter(snapshot -> snapshot.projectId().equals(projectId))
        .orElseThrow(() -> Refusal.notFound("Snapshot", id));
  }

  /** The newest snapshot of a volume; null: it has none. */
  synchronized @Nullable SimSnapshot newestOf(String volumeId) {
    moveOn();
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.volumeId().equals(volumeId))
        .max(Comparator.comparing(SimSnapshot::createdAt))
        .orElse(null);
  }

  public synchronized List<SimVolume> volumes() {
    moveOn();
    volumes.replaceAll((id, v) -> stamps.movesAtLook() ? v.withStatus(v.status(), now()) : v);
    return List.copyOf(volumes.values());
  }

  public synchronized List<SimSnapshot> snapshots() {
    moveOn();
    snapshots.replaceAll((id, s) -> stamps.movesAtLook() ? s.withStatus(s.status(), now()) : s);
    return List.copyOf(snapshots.values());
  }

  /** Every rollback that was started, oldest first. */
  public synchronized List<RollbackRequest> effects() {
    return requests.all().stream().filter(r -> r.fate() == RollbackRequest.Fate.TAKEN).toList();
  }

  /** Every rollback request that arrived, oldest first. */
  public synchronized List<RollbackRequest> requests() {
    return requests.all();
  }

  /** A person changes a snapshot's name. */
  synchronized void rename(SimSnapshot snapshot, String name) {
    snapshots.put(snapshot.id(), snapshot.withName(name, now()));
  }

  /** A person changes a volume, as at the console. */
  public synchronized void changeVolume(String id, UnaryOperator<SimVolume> change) {
    moveOn();
    SimVolume volume = volumes.get(id);
    if (volume == null) {
      throw new IllegalArgumentException("no volume " + id);
    }
    volumes.put(id, change.apply(volume));
  }

  /** The time as the API writes it. */
  public String now() {
    return TIME.format(clock.instant());
  }

  /** Notes a rollback request that the service never saw. */
  synchronized void note(RollbackCall call, RollbackRequest.Fate fate) {
    note(call, fate, null, null);
  }

  private void note(
      RollbackCall call,
      RollbackRequest.Fate fate,
      @Nullable Instant endsAt,
      @Nullable Boolean succeeds) {
    RollbackRequest request =
        new RollbackRequest(
            requests.all().size() + 1,
            clock.instant().toString(),
            call.projectId(),
            call.snapshotId(),
            call.permit(),
            fate,
            call.repeated(),
            endsAt == null ? null : endsAt.toString(),
            succeeds);
    requests.add(request);
  }

  /**
   * Starts a rollback, if the rules allow it.
   *
   * @return the volume
   */
  synchronized String rollback(RollbackCall call, Rules rules) throws Refusal {
    moveOn();
    try {
      Rules.Scene scene = scene(call);
      rules.require(scene);
      SimVolume volume = Objects.requireNonNull(scene.volume());
      Instant now = clock.instant();
      Instant endsAt = now.plus(settings.durationOf(call.snapshotId()));
      boolean succeeds = !Objects.requireNonNull(scene.snapshot()).failsRollback();
      note(call, RollbackRequest.Fate.TAKEN, endsAt, succeeds);
      running.add(
          new Running(
              call.snapshotId(),
              volume.id(),
              now.plus(Objects.requireNonNullElse(call.visibleAfter(), settings.visibleAfter())),
              endsAt));
      moveOn();
      return volume.id();
    } catch (Refusal refusal) {
      note(call, RollbackRequest.Fate.REFUSED);
      throw refusal;
    }
  }

  private Rules.Scene scene(RollbackCall call) {
    SimSnapshot snapshot = snapshot(call.snapshotId());
    if (snapshot == null || !snapshot.projectId().equals(call.projectId())) {
      return new Rules.Scene(null, null, call.target(), null, false);
    }
    String volumeId = snapshot.volumeId();
    return new Rules.Scene(
        snapshot,
        volumes.get(volumeId),
        call.target(),
        newestOf(volumeId),
        running.stream().anyMatch(r -> r.volumeId.equals(volumeId)));
  }

  private void moveOn() {
    Instant now = clock.instant();
    stamps.moveOn(snapshots, volumes, now);
    for (Running rollback : List.copyOf(running)) {
      if (!now.isBefore(rollback.endsAt)) {
        running.remove(rollback);
        end(rollback, now);
      } else if (!now.isBefore(rollback.visibleAt)) {
        running.set(running.indexOf(rollback), rollback.shown());
        String at = TIME.format(now);
        snapshots.computeIfPresent(
            rollback.snapshotId, (id, s) -> stamps.change(s, "rollbacking", at, now));
        volumes.computeIfPresent(
            rollback.volumeId, (id, v) -> stamps.change(v, "rollbacking", at, now));
      }
    }
  }

  private void end(Running rollback, Instant now) {
    String at = TIME.format(rollback.endsAt);
    SimSnapshot snapshot = snapshots.get(rollback.snapshotId);
    SimVolume volume = volumes.get(rollback.volumeId);
    if (snapshot == null || volume == null) {
      return; // Deleted meanwhile.
    }
    snapshots.put(snapshot.id(), stamps.change(snapshot, "available", at, now));
    volumes.put(
        volume.id(),
        snapshot.failsRollback()
            ? stamps.change(volume, "error_rollbacking", at, now)
            : stamps.change(volume, "available", at, now).withContent(snapshot.content()));
  }
}
