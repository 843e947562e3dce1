package io.rollbackworker.dev.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume of the world.
 *
 * @param content its data, as text; a rollback replaces it by the snapshot's
 * @param updatedAt UTC without a zone, microseconds
 */
public record SimVolume(
    String id,
    String projectId,
    String name,
    String status,
    int sizeGb,
    List<String> servers,
    String content,
    String createdAt,
    @Nullable String updatedAt) {
  public SimVolume {
    servers = List.copyOf(servers);
  }

  SimVolume withName(String next, String at) {
    return new SimVolume(id, projectId, next, status, sizeGb, servers, content, createdAt, at);
  }

  public SimVolume withStatus(String next, @Nullable String at) {
    return new SimVolume(id, projectId, name, next, sizeGb, servers, content, createdAt, at);
  }

  SimVolume withContent(String next) {
    return new SimVolume(id, projectId, name, status, sizeGb, servers, next, createdAt, updatedAt);
  }
}
