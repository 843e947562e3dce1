package io.rollbackworker.audit;

/** A promise that was broken. */
public record Violation(Promise promise, String what) {
  public enum Promise {
    P1_ONE_EFFECT,
    P2_TRUTH,
    P3_AN_ANSWER_FOR_EVERY_COMMAND,
    P4_IDEMPOTENCY,
    P5_NOTHING_STALE,
    /** Not of the promises: somebody else has changed what was told. */
    THE_TRAIL
  }

  @Override
  public String toString() {
    return promise + ": " + what;
  }
}
