package io.rollbackworker.outcome;

import io.rollbackworker.command.Printable;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud answered, whatever the shape of its error body: each text one printable line.
 *
 * @param code for example {@code EVS.5404}; null where the body names none
 * @param message at most 500 characters
 * @param requestId the cloud's id of the request, for its support
 */
public record CloudError(
    int httpStatus, @Nullable String code, @Nullable String message, @Nullable String requestId) {
  private static final int MAX_CHARS = 500;

  public CloudError {
    message = printable(message);
    code = printable(code);
    requestId = printable(requestId);
  }

  private static @Nullable String printable(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String line = Printable.line(text);
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS);
  }

  /** For a sentence: {@code HTTP 400 EVS.5400 "volume must be available"}. */
  public String summary() {
    return "HTTP "
        + httpStatus
        + (code == null ? "" : " " + code)
        + (message == null ? "" : " \"" + message + "\"");
  }
}
