package io.rollbackworker.cloud.errors;

import io.rollbackworker.outcome.ErrorCode;

/**
 * What an error answer of the cloud means; {@code evs-errors.yaml} and {@code cinder-errors.yaml}
 * say it of each code.
 */
enum ErrorClass {
  UNAUTHENTICATED(ErrorCode.CLOUD_UNAUTHENTICATED),
  PERSON(ErrorCode.CLOUD_REFUSED),
  REFUSED(ErrorCode.CLOUD_REFUSED),
  STATE(ErrorCode.CLOUD_REFUSED),
  MISSING(ErrorCode.SNAPSHOT_NOT_FOUND),
  THROTTLED(ErrorCode.CLOUD_THROTTLED),
  UNAVAILABLE(ErrorCode.CLOUD_UNAVAILABLE);

  private final ErrorCode code;

  ErrorClass(ErrorCode code) {
    this.code = code;
  }

  ErrorCode code(int httpStatus) {
    boolean forbidden = this == PERSON && (httpStatus == 401 || httpStatus == 403);
    return forbidden ? ErrorCode.CLOUD_FORBIDDEN : code;
  }

  /** Whether the same request may be taken later. */
  boolean isTemporary() {
    return this == THROTTLED || this == UNAVAILABLE;
  }
}
