package io.rollbackworker.precondition;

import io.rollbackworker.command.VolumeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume as the cloud shows it.
 *
 * @param status text of the status table, or one that it does not list
 * @param updatedAt the cloud's text: UTC without a zone
 * @param servers ids of the servers that it is attached to
 */
public record Volume(
    VolumeId id,
    String status,
    @Nullable String name,
    @Nullable String updatedAt,
    int sizeGb,
    List<String> servers) {
  public Volume {
    servers = List.copyOf(servers);
  }

  /** The statuses from which a rollback is allowed (rollback document, interface constraints). */
  public boolean isReady() {
    return status.equals("available") || status.equals("error_rollbacking");
  }
}
