package io.rollbackworker.freeze;

import io.rollbackworker.command.ProjectId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator's order to send no rollback, until it is taken back. A record of the control topic;
 * its key names the scope, a null value takes it back.
 *
 * @param project null: all projects
 * @param by who ordered it
 */
public record Freeze(@Nullable ProjectId project, String by, String reason, Instant at) {
  private static final String ALL = "*";

  /** The record's key. */
  public String key() {
    return key(project);
  }

  public static String key(@Nullable ProjectId project) {
    return project == null ? ALL : project.value();
  }

  /**
   * The project that a key names; empty: all.
   *
   * @throws IllegalArgumentException when it names neither
   */
  public static Optional<ProjectId> scope(String key) {
    return key.equals(ALL) ? Optional.empty() : Optional.of(new ProjectId(key));
  }
}
