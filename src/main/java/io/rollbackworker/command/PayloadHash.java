package io.rollbackworker.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The first half of SHA-256 over the decoded fields that decide what a command does, in base64 for
 * addresses. White space, field order and the audit texts do not count, so a client may serialise a
 * repeat differently; nor do fields that are not there, so that later versions may know more.
 */
public final class PayloadHash {
  private static final int BYTES = 16;

  private PayloadHash() {}

  public static String of(RollbackCommand command) {
    MessageDigest digest = Sha256.digest();
    field(digest, "snapshot_id", command.snapshotId());
    field(digest, "volume_id", command.target().volumeId());
    field(digest, "name", command.target().name());
    field(digest, "project_id", command.projectId());
    field(digest, "supersedes", command.supersedes());
    field(digest, "expires_at", command.expiresAt());
    field(digest, "not_before", command.notBefore());
    field(digest, "when_attached", command.waitsForDetach() ? "wait" : null);
    byte[] half = Arrays.copyOf(digest.digest(), BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(half);
  }

  /** Each value is preceded by its length, so that no two lists of fields give the same bytes. */
  private static void field(MessageDigest digest, String name, @Nullable Object value) {
    if (value != null) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      digest.update((name + "=" + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
  }
}
