package io.rollbackworker.outcome;

import io.rollbackworker.command.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Why a command was not accepted, or did not end well.
 *
 * @param message a sentence: "Expected ..., but ..."; one printable line of at most 2,000
 *     characters
 * @param cloud the cloud's own answer, where there is one
 */
public record OutcomeError(
    ErrorCode code, String message, String remedy, @Nullable CloudError cloud) {
  private static final int MAX_CHARS = 2_000;

  public OutcomeError {
    message = Printable.line(message);
    message = message.length() <= MAX_CHARS ? message : message.substring(0, MAX_CHARS);
  }

  public static OutcomeError of(ErrorCode code, String message) {
    return new OutcomeError(code, message, code.remedy(), null);
  }

  public static OutcomeError of(ErrorCode code, String message, @Nullable CloudError cloud) {
    return new OutcomeError(code, message, code.remedy(), cloud);
  }
}
