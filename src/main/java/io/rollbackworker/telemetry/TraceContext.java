package io.rollbackworker.telemetry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent} (W3C Trace Context, section 3.2).
 *
 * @param flags two hexadecimal digits
 */
record TraceContext(String traceId, String parentId, String flags) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** Empty where there is no header, or what stands there is not in the form. */
  static Optional<TraceContext> of(@Nullable String traceparent) {
    Matcher parts = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    return parts.matches()
        ? Optional.of(new TraceContext(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }
}
