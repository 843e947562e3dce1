package io.rollbackworker.inference;

import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.precondition.Observation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When snapshot and volume changed last, as the cloud wrote it.
 *
 * @param snapshot null until its first change
 */
public record Stamps(@Nullable String snapshot, @Nullable String volume) {

  public static Stamps of(Baseline baseline) {
    return new Stamps(baseline.snapshotUpdatedAt(), baseline.volumeUpdatedAt());
  }

  public static Stamps of(Observation.Both seen) {
    return new Stamps(seen.snapshot().updatedAt(), seen.volume().updatedAt());
  }

  public static Stamps of(Observed seen) {
    return new Stamps(seen.snapshotUpdatedAt(), seen.volumeUpdatedAt());
  }

  boolean snapshotMovedSince(Stamps before) {
    return !Objects.equals(snapshot, before.snapshot);
  }

  boolean volumeMovedSince(Stamps before) {
    return !Objects.equals(volume, before.volume);
  }

  /** Both, and at one time, as the end of a rollback does it. */
  public boolean movedTogetherSince(Stamps before, Duration together) {
    Optional<Duration> apart = apart();
    return snapshotMovedSince(before)
        && volumeMovedSince(before)
        && apart.filter(d -> d.abs().compareTo(together) <= 0).isPresent();
  }

  /** From the snapshot's to the volume's; empty: one of them is not there, or of another form. */
  public Optional<Duration> apart() {
    return time(snapshot).flatMap(s -> time(volume).map(v -> Duration.between(s, v)));
  }

  /** UTC, with a zone or without. */
  static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text)
          .map(t -> t.endsWith("Z") ? t.substring(0, t.length() - 1) : t)
          .map(t -> LocalDateTime.parse(t).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "snapshot " + snapshot + ", volume " + volume;
  }
}
