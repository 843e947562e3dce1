package io.rollbackworker.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the decoded fields that decide what a command does. White space, field order and the
 * audit texts do not count, so a client may serialise a repeat differently.
 */
public final class PayloadHash {
  private PayloadHash() {}

  public static String of(RollbackCommand command) {
    MessageDigest digest = sha256();
    field(digest, command.snapshotId());
    field(digest, command.target().volumeId());
    field(digest, command.target().name());
    field(digest, command.projectId());
    field(digest, command.supersedes());
    field(digest, command.expiresAt());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Each field is preceded by its length, so that no two lists of fields give the same bytes. */
  private static void field(MessageDigest digest, @Nullable Object value) {
    byte[] bytes = Objects.toString(value, "").getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + (value == null ? "-" : "+")).getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
