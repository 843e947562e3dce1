package io.rollbackworker.lane;

import io.rollbackworker.command.ProjectId;

/**
 * Whose commands share a part of a lane's room: those of a project, and its dry runs beside them.
 */
record Share(ProjectId project, boolean dryRun) {
  @Override
  public String toString() {
    return (dryRun ? "dry runs of project " : "commands of project ") + project;
  }
}
