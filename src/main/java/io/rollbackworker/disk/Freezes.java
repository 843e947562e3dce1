package io.rollbackworker.disk;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.outcome.OutcomeError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The emergency brake: while a project is frozen, no rollback is sent for it. Thread-safe. */
public interface Freezes {
  Freezes NONE = project -> Optional.empty();

  /** Done once orders were heard for the first time; before, everything counts as frozen. */
  default CompletableFuture<?> firstHeard() {
    return CompletableFuture.completedFuture(null);
  }

  /** Why nothing may be sent for the project now; empty if it may. */
  Optional<OutcomeError> of(ProjectId project);
}
