package io.rollbackworker.precondition;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.precondition.Verdict.Proceed;
import io.rollbackworker.precondition.Verdict.Reject;
import io.rollbackworker.precondition.Verdict.Wait;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules under which a rollback may be sent. Sources: the rollback document's interface
 * constraints, the show-snapshot document's notes on names and metadata; what a status means is the
 * cloud's own ({@code cloud.Dialect}).
 *
 * <p>Checks run from what can never change to what changes by itself, so that a command which
 * cannot succeed is refused at once instead of being made to wait first.
 *
 * @param reservedPrefixes names of snapshots that belong to backups
 */
public record Preconditions(List<String> reservedPrefixes) {
  public Preconditions {
    reservedPrefixes = List.copyOf(reservedPrefixes);
  }

  public Verdict check(RollbackCommand command, ProjectId project, Observation seen) {
    return switch (seen) {
      case Observation.NoSnapshot() ->
          reject(
              command,
              ErrorCode.SNAPSHOT_NOT_FOUND,
              "the cloud knows no such snapshot in project " + project);
      case Observation.NoVolume(Snapshot snapshot) ->
          fixed(command, project, snapshot)
              .orElseGet(
                  () ->
                      reject(
                          command,
                          ErrorCode.VOLUME_NOT_FOUND,
                          "the cloud knows no volume " + snapshot.volumeId()));
      case Observation.RollingBack(Snapshot snapshot) ->
          fixed(command, project, snapshot)
              .or(() -> snapshotStatus(command, snapshot))
              .orElseThrow();
      case Observation.Both(Snapshot snapshot, Volume volume, Obstacle obstacle) ->
          fixed(command, project, snapshot)
              .or(() -> volumeName(command, volume))
              .or(() -> first(snapshotStatus(command, snapshot), volumeStatus(command, volume)))
              .or(() -> obstacle(command, obstacle))
              .orElseGet(() -> new Proceed(snapshot, volume));
    };
  }

  private Optional<Verdict> fixed(RollbackCommand command, ProjectId project, Snapshot snapshot) {
    return ownership(command, project, snapshot)
        .or(() -> backup(command, snapshot))
        .or(() -> sourceVolume(command, snapshot));
  }

  private static Optional<Verdict> ownership(
      RollbackCommand command, ProjectId project, Snapshot snapshot) {
    String owner = snapshot.projectId();
    return owner == null || owner.equals(project.value())
        ? Optional.empty()
        : rejected(
            command, ErrorCode.PROJECT_NOT_ALLOWED, "the snapshot belongs to project " + owner);
  }

  private Optional<Verdict> backup(RollbackCommand command, Snapshot snapshot) {
    for (String prefix : reservedPrefixes) {
      if (snapshot.name().startsWith(prefix)) {
        return rejected(
            command,
            ErrorCode.SNAPSHOT_RESERVED,
            "its name \"" + snapshot.name() + "\" has the reserved prefix " + prefix);
      }
    }
    return snapshot.madeByServerBackup()
        ? rejected(
            command,
            ErrorCode.SNAPSHOT_OWNED_BY_BACKUP,
            "it was made automatically by a server backup")
        : Optional.empty();
  }

  private static Optional<Verdict> sourceVolume(RollbackCommand command, Snapshot snapshot) {
    var wanted = command.target().volumeId();
    return wanted == null || wanted.equals(snapshot.volumeId())
        ? Optional.empty()
        : rejected(
            command,
            ErrorCode.VOLUME_MISMATCH,
            "its source volume is " + snapshot.volumeId() + ", not " + wanted);
  }

  private static Optional<Verdict> volumeName(RollbackCommand command, Volume volume) {
    String wanted = command.target().name();
    return wanted == null || wanted.equals(volume.name())
        ? Optional.empty()
        : rejected(
            command,
            ErrorCode.VOLUME_MISMATCH,
            "its volume is named \"" + volume.name() + "\", not \"" + wanted + "\"");
  }

  private static Optional<Verdict> snapshotStatus(RollbackCommand command, Snapshot snapshot) {
    String but = "the snapshot is " + snapshot.status();
    return switch (snapshot.state()) {
      case AVAILABLE -> Optional.empty();
      case UNUSABLE -> rejected(command, ErrorCode.SNAPSHOT_NOT_AVAILABLE, but);
      case ROLLING_BACK, BUSY -> Optional.of(new Wait(but));
    };
  }

  private static Optional<Verdict> volumeStatus(RollbackCommand command, Volume volume) {
    String but = "its volume is " + volume.status();
    return switch (volume.state()) {
      case AVAILABLE, ROLLBACK_FAILED ->
          volume.servers().isEmpty() ? Optional.empty() : inUse(command, volume);
      case ATTACHED -> inUse(command, volume);
      case FAILED, UNUSABLE -> rejected(command, ErrorCode.VOLUME_NOT_AVAILABLE, but);
      case ROLLING_BACK, BUSY -> Optional.of(new Wait(but));
    };
  }

  /** What the cloud demands beyond the statuses. */
  private static Optional<Verdict> obstacle(RollbackCommand command, @Nullable Obstacle obstacle) {
    return Optional.ofNullable(obstacle)
        .map(
            known ->
                known.passes()
                    ? new Wait(known.but())
                    : reject(command, ErrorCode.SNAPSHOT_NOT_REVERTIBLE, known.but()));
  }

  private static Optional<Verdict> inUse(RollbackCommand command, Volume volume) {
    String servers =
        volume.servers().isEmpty() ? "" : " (server " + String.join(", ", volume.servers()) + ")";
    String but = "its volume is attached" + servers;
    return command.waitsForDetach()
        ? Optional.of(new Wait(but))
        : rejected(command, ErrorCode.VOLUME_IN_USE, but);
  }

  /** A rejection wins over waiting: no waiting can help. */
  private static Optional<Verdict> first(Optional<Verdict> one, Optional<Verdict> other) {
    return one.filter(Reject.class::isInstance)
        .or(() -> other.filter(Reject.class::isInstance))
        .or(() -> one)
        .or(() -> other);
  }

  private static Optional<Verdict> rejected(RollbackCommand command, ErrorCode code, String but) {
    return Optional.of(reject(command, code, but));
  }

  private static Reject reject(RollbackCommand command, ErrorCode code, String but) {
    return new Reject(code, expected(command) + but + ".");
  }

  /** How every sentence about a command begins. */
  public static String expected(RollbackCommand command) {
    return "Expected to roll back snapshot " + command.snapshotId() + ", but ";
  }
}
