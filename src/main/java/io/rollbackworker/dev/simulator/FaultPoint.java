package io.rollbackworker.dev.simulator;

/** Where the handling of a request can go wrong. */
public enum FaultPoint {
  /** The answer is an error of the given status and code; nothing has happened. */
  ERROR_BEFORE_EFFECT,
  /** The rollback is started, and the answer is an error of the given status and code. */
  ERROR_AFTER_EFFECT,
  /** The connection is closed without an answer; nothing has happened. */
  CLOSE_BEFORE_EFFECT,
  /** The rollback is started, and the connection is closed without an answer. */
  CLOSE_AFTER_EFFECT,
  /** The rollback is started, and the connection is closed in the middle of the answer's body. */
  CLOSE_MID_BODY,
  /** Nothing has happened, and no answer comes until the client gives up. */
  SILENCE_BEFORE_EFFECT,
  /** The rollback is started, and no answer comes until the client gives up. */
  SILENCE_AFTER_EFFECT,
  /** All is well, but the answer comes late. */
  SLOW,
  /** The gateway delivers the request twice and hands out the second answer. */
  REPEATED,
  /** All is well, and the answer has no body. */
  NO_BODY,
  /** All is well, and the answer holds a job's id, as newer APIs do. */
  JOB_ID,
  /** All is well, but for a while both objects are shown as they were before. */
  VISIBLE_LATE;

  boolean isAfterEffect() {
    return this != ERROR_BEFORE_EFFECT
        && this != CLOSE_BEFORE_EFFECT
        && this != SILENCE_BEFORE_EFFECT;
  }
}
