package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .build();

  private final SimSettings settings;
  private final Clock clock;
  private final Map<String, SimVolume> volumes = new LinkedHashMap<>();
  private final Map<String, SimSnapshot> snapshots = new LinkedHashMap<>();
  private final List<Running> running = new ArrayList<>();
  private final List<RollbackRequest> requests = new ArrayList<>();

  /**
   * A request for a rollback, as it arrives.
   *
   * @param target the volume that it names; null: none
   * @param visibleAfter from the 202 until the statuses show it; null: as configured
   */
  record RollbackCall(
      String projectId,
      String snapshotId,
      @Nullable String target,
      @Nullable String permit,
      @Nullable Duration visibleAfter,
      boolean repeated) {}

  private record Running(String snapshotId, String volumeId, Instant visibleAt, Instant endsAt) {
    /** The rollback stays, but is visible now. */
    Running shown() {
      return new Running(snapshotId, volumeId, Instant.MAX, endsAt);
    }
  }

  public World(SimSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Puts a volume there, or another one in its place. */
  public synchronized void put(SimVolume volume) {
    volumes.put(volume.id(), volume);
  }

  /** Puts a snapshot there, or another one in its place. */
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
    return volumes.get(id);
  }

  public synchronized @Nullable SimSnapshot snapshot(String id) {
    moveOn();
    return snapshots.get(id);
  }

  /** As one project sees it: null where it is another's. */
  synchronized @Nullable SimVolume volume(String projectId, String id) {
    SimVolume volume = volume(id);
    return volume != null && volume.projectId().equals(projectId) ? volume : null;
  }

  /** As one project sees it: null where it is another's. */
  synchronized @Nullable SimSnapshot snapshot(String projectId, String id) {
    SimSnapshot snapshot = snapshot(id);
    return snapshot != null && snapshot.projectId().equals(projectId) ? snapshot : null;
  }

  /** The newest snapshot of a volume; null: it has none. */
  synchronized @Nullable SimSnapshot newestOf(String volumeId) {
    moveOn();
    return newest(volumeId);
  }

  private @Nullable SimSnapshot newest(String volumeId) {
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.volumeId().equals(volumeId))
        .max(Comparator.comparing(SimSnapshot::createdAt))
        .orElse(null);
  }

  public synchronized List<SimVolume> volumes() {
    moveOn();
    return List.copyOf(volumes.values());
  }

  public synchronized List<SimSnapshot> snapshots() {
    moveOn();
    return List.copyOf(snapshots.values());
  }

  /** Every rollback that was started, oldest first. */
  public synchronized List<RollbackRequest> effects() {
    return requests.stream().filter(r -> r.fate() == RollbackRequest.Fate.TAKEN).toList();
  }

  /** Every rollback request that arrived, oldest first. */
  public synchronized List<RollbackRequest> requests() {
    return List.copyOf(requests);
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
    RollbackRequest request =
        new RollbackRequest(
            requests.size() + 1,
            clock.instant().toString(),
            call.projectId(),
            call.snapshotId(),
            call.permit(),
            fate,
            call.repeated());
    requests.add(request);
    append(request);
  }

  /**
   * What a rollback request meets.
   *
   * @param target the volume that it names; null: none
   * @param newest the volume's newest snapshot
   * @param rollsBack a rollback of the volume runs, also while readings still show the state before
   */
  record Scene(
      @Nullable SimSnapshot snapshot,
      @Nullable SimVolume volume,
      @Nullable String target,
      @Nullable SimSnapshot newest,
      boolean rollsBack) {}

  /** When a cloud takes a rollback. */
  interface Rules {
    /**
     * Passes only if snapshot and volume are there.
     *
     * @throws Refusal as the cloud words it
     */
    void require(Scene scene) throws Refusal;
  }

  /**
   * Starts a rollback, if the rules allow it.
   *
   * @return the volume
   */
  synchronized String rollback(RollbackCall call, Rules rules) throws Refusal {
    moveOn();
    try {
      Scene scene = scene(call);
      rules.require(scene);
      SimVolume volume = Objects.requireNonNull(scene.volume());
      note(call, RollbackRequest.Fate.TAKEN);
      start(call, volume);
      return volume.id();
    } catch (Refusal refusal) {
      note(call, RollbackRequest.Fate.REFUSED);
      throw refusal;
    }
  }

  private Scene scene(RollbackCall call) {
    SimSnapshot snapshot = snapshot(call.projectId(), call.snapshotId());
    if (snapshot == null) {
      return new Scene(null, null, call.target(), null, false);
    }
    String volumeId = snapshot.volumeId();
    return new Scene(
        snapshot,
        volumes.get(volumeId),
        call.target(),
        newest(volumeId),
        running.stream().anyMatch(r -> r.volumeId.equals(volumeId)));
  }

  private void start(RollbackCall call, SimVolume volume) {
    Instant now = clock.instant();
    running.add(
        new Running(
            call.snapshotId(),
            volume.id(),
            now.plus(call.visibleAfter() == null ? settings.visibleAfter() : call.visibleAfter()),
            now.plus(settings.durationOf(call.snapshotId()))));
    moveOn();
  }

  private void append(RollbackRequest request) {
    if (settings.effectsLog() != null) {
      try {
        Files.writeString(
            settings.effectsLog(),
            JSON.writeValueAsString(request) + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the effects log " + settings.effectsLog(), e);
      }
    }
  }

  private void moveOn() {
    Instant now = clock.instant();
    for (Running rollback : List.copyOf(running)) {
      if (!now.isBefore(rollback.endsAt)) {
        running.remove(rollback);
        end(rollback, TIME.format(rollback.endsAt));
      } else if (!now.isBefore(rollback.visibleAt)) {
        running.set(running.indexOf(rollback), rollback.shown());
        show(rollback, TIME.format(now));
      }
    }
  }

  private void show(Running rollback, String at) {
    snapshots.computeIfPresent(rollback.snapshotId, (id, s) -> s.withStatus("rollbacking", at));
    volumes.computeIfPresent(rollback.volumeId, (id, v) -> v.withStatus("rollbacking", at));
  }

  private void end(Running rollback, String at) {
    SimSnapshot snapshot = snapshots.get(rollback.snapshotId);
    SimVolume volume = volumes.get(rollback.volumeId);
    if (snapshot == null || volume == null) {
      return; // Deleted meanwhile.
    }
    snapshots.put(snapshot.id(), snapshot.withStatus("available", at));
    volumes.put(
        volume.id(),
        snapshot.failsRollback()
            ? volume.withStatus("error_rollbacking", at)
            : volume.withStatus("available", at).withContent(snapshot.content()));
  }
}
