package io.rollbackworker.cli;

/** Why something failed, in one line. */
final class Causes {
  private Causes() {}

  /** The message, and those of its causes that say more. */
  static String of(Throwable e) {
    Throwable cause = e.getCause();
    String more = cause == null ? "" : of(cause);
    String message = String.valueOf(e.getMessage());
    return more.isEmpty() || message.contains(more) ? message : message + ": " + more;
  }
}
