package io.rollbackworker.command;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Free text of the requester, copied into outcomes; not part of what identifies a command. */
public record Audit(
    @Nullable String requestedBy, @Nullable String reason, Map<String, String> labels) {
  public static final Audit NONE = new Audit(null, null, Map.of());

  public Audit {
    labels = Map.copyOf(new TreeMap<>(labels));
  }
}
