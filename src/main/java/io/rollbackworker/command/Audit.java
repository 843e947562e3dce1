package io.rollbackworker.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Free text of the requester, copied into outcomes; not part of what identifies a command. */
public record Audit(
    @Nullable String requestedBy, @Nullable String reason, Map<String, String> labels) {
  /** An entry holds up to 16 runs with such texts and has to fit into one record. */
  public static final int MAX_BYTES = 8_192;

  public static final Audit NONE = new Audit(null, null, Map.of());

  public Audit {
    labels = Map.copyOf(new TreeMap<>(labels));
    int bytes = bytes(requestedBy) + bytes(reason);
    for (Map.Entry<String, String> label : labels.entrySet()) {
      bytes += bytes(label.getKey()) + bytes(label.getValue());
    }
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "requested_by, reason and labels together must have at most "
              + MAX_BYTES
              + " bytes in UTF-8, but have "
              + bytes);
    }
  }

  /** As the label of that name says; normal without it. */
  public Priority priority() {
    String label = labels.get(Priority.LABEL);
    return label == null ? Priority.NORMAL : Priority.valueOf(label.toUpperCase(Locale.ROOT));
  }

  private static int bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
