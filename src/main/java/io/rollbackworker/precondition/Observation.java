package io.rollbackworker.precondition;

import io.rollbackworker.outcome.Observed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a look at snapshot and volume showed. */
public sealed interface Observation {
  /** The cloud knows no such snapshot; the volume was not asked for. */
  record NoSnapshot() implements Observation {}

  record NoVolume(Snapshot snapshot) implements Observation {}

  /** The snapshot is being rolled back, which says enough; the volume was not asked for. */
  record RollingBack(Snapshot snapshot) implements Observation {}

  /**
   * Both are there.
   *
   * @param obstacle why the cloud would refuse although both are available; null: nothing known
   */
  record Both(Snapshot snapshot, Volume volume, @Nullable Obstacle obstacle)
      implements Observation {
    /** A hash of what people wrote about both. */
    public String described() {
      return snapshot.described() + volume.described();
    }
  }

  default boolean isRollingBack() {
    return switch (this) {
      case NoSnapshot() -> false;
      case NoVolume(Snapshot snapshot) -> snapshot.isRollingBack();
      case RollingBack(Snapshot snapshot) -> true;
      case Both both -> both.snapshot().isRollingBack();
    };
  }

  default Observed observed() {
    return switch (this) {
      case NoSnapshot() -> Observed.NOTHING;
      case NoVolume(Snapshot snapshot) -> alone(snapshot);
      case RollingBack(Snapshot snapshot) -> alone(snapshot);
      case Both(Snapshot snapshot, Volume volume, Obstacle obstacle) ->
          new Observed(
              snapshot.status(),
              snapshot.updatedAt(),
              snapshot.sizeGb(),
              volume.status(),
              volume.updatedAt(),
              volume.name(),
              volume.sizeGb(),
              volume.servers());
    };
  }

  private static Observed alone(Snapshot snapshot) {
    return new Observed(
        snapshot.status(),
        snapshot.updatedAt(),
        snapshot.sizeGb(),
        null,
        null,
        null,
        null,
        List.of());
  }
}
