package io.rollbackworker.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the worker saw at the cloud when it decided; texts as the cloud wrote them.
 *
 * @param attachments ids of the servers that the volume is attached to, at most 16
 * @param snapshotSizeGb size of the snapshot in GB; it may differ from the volume's when that was
 *     enlarged since
 */
public record Observed(
    @Nullable String snapshotStatus,
    @Nullable String snapshotUpdatedAt,
    @Nullable Integer snapshotSizeGb,
    @Nullable String volumeStatus,
    @Nullable String volumeUpdatedAt,
    @Nullable String volumeName,
    @Nullable Integer volumeSizeGb,
    List<String> attachments) {
  public static final Observed NOTHING =
      new Observed(null, null, null, null, null, null, null, List.of());
  private static final int MAX_ATTACHMENTS = 16;

  /** The cloud's names have at most 255; more is not believed. */
  private static final int MAX_CHARS = 255;

  public Observed {
    attachments = attachments.stream().limit(MAX_ATTACHMENTS).map(Observed::shortened).toList();
    snapshotStatus = shortenedOrNull(snapshotStatus);
    snapshotUpdatedAt = shortenedOrNull(snapshotUpdatedAt);
    volumeStatus = shortenedOrNull(volumeStatus);
    volumeUpdatedAt = shortenedOrNull(volumeUpdatedAt);
    volumeName = shortenedOrNull(volumeName);
  }

  private static String shortened(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }

  static @Nullable String shortenedOrNull(@Nullable String text) {
    return text == null ? null : shortened(text);
  }
}
