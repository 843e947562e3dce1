package io.rollbackworker.cloud.auth;

import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.io.IOException;

/** A file with a secret cannot be read; it may be in the middle of being replaced. */
final class Unreadable {
  private Unreadable() {}

  static Reading reading(IOException e) {
    return new Reading.Unavailable(
        OutcomeError.of(
            ErrorCode.CLOUD_UNAUTHENTICATED,
            "Expected to read the worker's credentials, but %s: %s."
                .formatted(e.getClass().getSimpleName(), e.getMessage())));
  }
}
