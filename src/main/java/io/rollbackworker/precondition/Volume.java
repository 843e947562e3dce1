package io.rollbackworker.precondition;

import io.rollbackworker.command.VolumeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume as the cloud shows it.
 *
 * @param updatedAt the cloud's text: UTC without a zone
 * @param servers ids of the servers that it is attached to
 * @param described a hash of name, description and metadata
 */
public record Volume(
    VolumeId id,
    String status,
    VolumeState state,
    @Nullable String name,
    @Nullable String updatedAt,
    int sizeGb,
    List<String> servers,
    String described) {
  public Volume {
    servers = List.copyOf(servers);
  }

  /** Whether the cloud takes a rollback of a volume in this state. */
  public boolean isReady() {
    return state == VolumeState.AVAILABLE || state == VolumeState.ROLLBACK_FAILED;
  }
}
