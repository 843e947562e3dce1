package io.rollbackworker.simulator;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
   * Starts a rollback, as the rollback document has it.
   *
   * @return the volume
   */
  synchronized String rollback(RollbackCall call) throws Refusal {
    moveOn();
    try {
      SimVolume volume = allowed(call.projectId(), call.snapshotId(), call.target());
      note(call, RollbackRequest.Fate.TAKEN);
      start(call, volume);
      return volume.id();
    } catch (Refusal refusal) {
      note(call, RollbackRequest.Fate.REFUSED);
      throw refusal;
    }
  }

  private SimVolume allowed(String projectId, String snapshotId, @Nullable String target)
      throws Refusal {
    SimSnapshot snapshot = snapshots.get(snapshotId);
    if (snapshot == null || !snapshot.projectId().equals(projectId)) {
      throw new Refusal(404, "EVS.5404", "Snapshot " + snapshotId + " could not be found.");
    }
    SimVolume volume = volumes.get(snapshot.volumeId());
    if (volume == null) {
      throw new Refusal(404, "EVS.5404", "Volume " + snapshot.volumeId() + " could not be found.");
    }
    if (target != null && !target.equals(volume.id())) {
      throw new Refusal(400, "EVS.5400", "The snapshot does not belong to volume " + target + ".");
    }
    if (!snapshot.status().equals("available")) {
      throw new Refusal(
          400, "EVS.5400", "Snapshot status must be available, but is " + snapshot.status());
    }
    if (!volume.status().equals("available") && !volume.status().equals("error_rollbacking")) {
      throw new Refusal(
          400, "EVS.5400", "Must specify a valid status: volume is " + volume.status());
    }
    // The service knows it at once, also while its readings still show the state before.
    if (running.stream().anyMatch(r -> r.volumeId.equals(volume.id()))) {
      throw new Refusal(400, "EVS.5400", "Must specify a valid status: volume is rollbacking");
    }
    return volume;
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
