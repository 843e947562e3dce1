package io.rollbackworker.dev.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes {@code updated_at} as the cloud is told to. Not thread-safe: under the world's lock. */
final class SimStamps {
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int LOOKS_FOR_A_MOVE = 10;

  private final Stamping stamping;
  private final Random random = new Random(1);
  private final List<Late> late = new ArrayList<>();

  private record Late(String id, String stamp, Instant due) {}

  SimStamps(Stamping stamping) {
    this.stamping = stamping;
  }

  /** The status changes with a rollback. */
  SimSnapshot change(SimSnapshot snapshot, String status, String stamp, Instant now) {
    boolean moves = stamping != Stamping.VOLUME_ONLY;
    return snapshot.withStatus(
        status,
        moves ? stamp(snapshot.id(), snapshot.updatedAt(), stamp, now) : snapshot.updatedAt());
  }

  SimVolume change(SimVolume volume, String status, String stamp, Instant now) {
    return volume.withStatus(status, stamp(volume.id(), volume.updatedAt(), stamp, now));
  }

  private @Nullable String stamp(String id, @Nullable String before, String stamp, Instant now) {
    return switch (stamping) {
      case HONEST, RANDOM, VOLUME_ONLY -> stamp;
      case NEVER -> before;
      case LATE -> {
        late.add(new Late(id, stamp, now.plus(LATE)));
        yield before;
      }
    };
  }

  /** What is late is there by now. */
  void moveOn(Map<String, SimSnapshot> snapshots, Map<String, SimVolume> volumes, Instant now) {
    for (Late one : List.copyOf(late)) {
      if (!now.isBefore(one.due)) {
        late.remove(one);
        snapshots.computeIfPresent(one.id, (id, s) -> s.withStatus(s.status(), one.stamp));
        volumes.computeIfPresent(one.id, (id, v) -> v.withStatus(v.status(), one.stamp));
      }
    }
  }

  /** Whether a look moves what it looks at. */
  boolean movesAtLook() {
    return stamping == Stamping.RANDOM && random.nextInt(LOOKS_FOR_A_MOVE) == 0;
  }
}
