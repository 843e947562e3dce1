package io.rollbackworker.campaign;

/** Where a disk of a campaign stands. */
public enum Standing {
  /** The sweep has not told yet whether it may be rolled back. */
  UNCHECKED,
  /** The sweep says that it would not be rolled back; nothing is sent for it. */
  LEFT_OUT,
  /** Its turn has not come. */
  PLANNED,
  /** Its command waits for an answer. */
  SENT,
  /** The cloud took the request. */
  RUNNING,
  COMPLETED,
  /** A command of others had rolled it back already. */
  REPEATED,
  REJECTED,
  FAILED,
  /** A request was sent, and its fate is not known yet. */
  IN_DOUBT,
  /** Over, and nobody knows how. */
  ENDED;

  /** Counts against the limit. */
  public boolean isBad() {
    return switch (this) {
      case REJECTED, FAILED, IN_DOUBT, ENDED -> true;
      case UNCHECKED, LEFT_OUT, PLANNED, SENT, RUNNING, COMPLETED, REPEATED -> false;
    };
  }

  /** Nothing further is to be expected of its command. */
  public boolean isOver() {
    return switch (this) {
      case COMPLETED, REPEATED, REJECTED, FAILED, ENDED -> true;
      case UNCHECKED, LEFT_OUT, PLANNED, SENT, RUNNING, IN_DOUBT -> false;
    };
  }
}
