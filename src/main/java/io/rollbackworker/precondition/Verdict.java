package io.rollbackworker.precondition;

import io.rollbackworker.outcome.ErrorCode;

/** What follows from the preconditions. */
public sealed interface Verdict {
  record Proceed(Snapshot snapshot, Volume volume) implements Verdict {
    /** As that of {@link Observation.Both}. */
    public String described() {
      return new Observation.Both(snapshot, volume, null).described();
    }
  }

  /**
   * Not now, but it can become possible without anybody's help.
   *
   * @param reason continues "Expected ..., but "
   */
  record Wait(String reason) implements Verdict {}

  /**
   * No.
   *
   * @param message "Expected ..., but ..."
   */
  record Reject(ErrorCode code, String message) implements Verdict {}
}
