package io.rollbackworker.dev.simulator;

/** The cloud says no. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final int httpStatus;
  private final String code;

  Refusal(int httpStatus, String code, String message) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.code = code;
  }

  int httpStatus() {
    return httpStatus;
  }

  String code() {
    return code;
  }
}
