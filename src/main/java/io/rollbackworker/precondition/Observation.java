package io.rollbackworker.precondition;

import io.rollbackworker.outcome.Observed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading of snapshot and volume.
 *
 * @param snapshot null: the cloud says that there is none
 * @param volume null: the cloud says that there is none, or it was not asked because the snapshot
 *     is missing
 * @param obstacle why the cloud would refuse although both are available; null: nothing known
 */
public record Observation(
    @Nullable Snapshot snapshot, @Nullable Volume volume, @Nullable Obstacle obstacle) {

  /** The cloud knows no such snapshot. */
  public static Observation ofNothing() {
    return new Observation(null, null, null);
  }

  /** For the outcome. */
  public Observed observed() {
    return new Observed(
        snapshot == null ? null : snapshot.status(),
        snapshot == null ? null : snapshot.updatedAt(),
        snapshot == null ? null : (Integer) snapshot.sizeGb(),
        volume == null ? null : volume.status(),
        volume == null ? null : volume.updatedAt(),
        volume == null ? null : volume.name(),
        volume == null ? null : (Integer) volume.sizeGb(),
        volume == null ? List.of() : volume.servers());
  }
}
