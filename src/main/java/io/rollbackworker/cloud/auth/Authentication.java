package io.rollbackworker.cloud.auth;

import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Request;
import org.slf4j.LoggerFactory;

/**
 * Puts a project's credentials on requests. Thread-safe.
 *
 * <p>All that may take time or fail is in {@link #prepare} and {@link #renew}, which are called
 * around reads. {@link #sign} works from memory: between a permit and its request nothing is
 * fetched, and nothing is signed again.
 */
public interface Authentication {
  /**
   * Makes sure that credentials are in hand; may read files and ask IAM.
   *
   * @return why there are none: unavailable, or denied
   */
  default Optional<Reading> prepare() {
    return Optional.empty();
  }

  Request sign(Request request);

  /** The cloud did not accept a request's credentials. */
  default Renewal renew(Request refused) {
    return new Renewal.No();
  }

  /** A file with a secret cannot be read; it may be in the middle of being replaced. */
  static Reading unreadable(IOException e) {
    LoggerFactory.getLogger(Authentication.class)
        .warn("credentials cannot be read: {}", e.toString());
    return new Reading.Unavailable(
        OutcomeError.of(
            ErrorCode.CLOUD_UNAUTHENTICATED,
            "Expected to read the worker's credentials, but a file that holds them cannot be"
                + " read."));
  }

  Authentication NONE = request -> request;
}
