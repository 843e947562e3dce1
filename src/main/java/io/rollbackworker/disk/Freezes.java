package io.rollbackworker.disk;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.outcome.OutcomeError;
import java.util.Optional;

/** The emergency brake: while a project is frozen, no rollback is sent for it. Thread-safe. */
public interface Freezes {
  Freezes NONE = project -> Optional.empty();

  /** Why nothing may be sent for the project now; empty if it may. */
  Optional<OutcomeError> of(ProjectId project);
}
