package io.rollbackworker.dev.simulator;

final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final int httpStatus;
  private final String code;

  Refusal(int httpStatus, String code, String message) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.code = code;
  }

  static Refusal notFound(String what, String id) {
    return new Refusal(404, "EVS.5404", what + " " + id + " could not be found.");
  }

  int httpStatus() {
    return httpStatus;
  }

  String code() {
    return code;
  }
}
