package io.rollbackworker.command;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The disk that the requester expects to be rolled back, as in the API's own body (rollback
 * document, "rollback" parameters): a name never without a volume id.
 */
public record Target(@Nullable VolumeId volumeId, @Nullable String name) {
  /** Rollback document: at most 255 bytes. */
  public static final int MAX_NAME_BYTES = 255;

  public static final Target UNSPECIFIED = new Target(null, null);

  public Target {
    if (name != null && volumeId == null) {
      throw new IllegalArgumentException(
          "rollback.name needs rollback.volume_id; give both or leave the name out");
    }
    if (name != null && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("rollback.name must have at most 255 bytes in UTF-8");
    }
  }
}
