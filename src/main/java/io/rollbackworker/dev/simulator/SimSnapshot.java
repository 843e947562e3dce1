package io.rollbackworker.dev.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the world.
 *
 * @param content the data that a rollback writes back
 * @param failsRollback a rollback of it ends in error_rollbacking
 */
public record SimSnapshot(
    String id,
    String projectId,
    String volumeId,
    String name,
    String status,
    int sizeGb,
    Map<String, String> metadata,
    String content,
    boolean failsRollback,
    String createdAt,
    @Nullable String updatedAt) {
  public SimSnapshot {
    metadata = Map.copyOf(metadata);
  }

  SimSnapshot withName(String next, String at) {
    return with(next, status, at);
  }

  public SimSnapshot withStatus(String next, @Nullable String at) {
    return with(name, next, at);
  }

  private SimSnapshot with(String newName, String newStatus, @Nullable String at) {
    return new SimSnapshot(
        id,
        projectId,
        volumeId,
        newName,
        newStatus,
        sizeGb,
        metadata,
        content,
        failsRollback,
        createdAt,
        at);
  }
}
