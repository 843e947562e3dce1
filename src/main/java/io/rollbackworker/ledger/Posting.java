package io.rollbackworker.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record for the outside, finished, as the outbox keeps it. Bytes stand in it as characters of
 * ISO 8859-1, so that they are compared, and written as JSON, without loss.
 *
 * @param partition null: any
 */
public record Posting(
    Topic to,
    @Nullable Integer partition,
    @Nullable String key,
    @Nullable String value,
    Map<String, String> headers) {
  /** The topics that a lane writes beside the ledger. */
  public enum Topic {
    OUTCOMES,
    /** A record that lay on a wrong partition. */
    COMMANDS,
    DEAD_LETTERS
  }

  public Posting {
    headers = Map.copyOf(headers);
  }

  public static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  public static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
