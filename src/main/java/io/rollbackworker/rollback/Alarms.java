package io.rollbackworker.rollback;

import io.rollbackworker.ledger.Run;

/** What a person must look at. Thread-safe; implementations only count and log. */
public interface Alarms {
  /** Why a person must look. */
  enum Alarm {
    /** A rollback that neither ended nor became certain for longer than the configured time. */
    WATCH_OVERDUE,
    /** An operator said "not taken", and the worker that sent the request says "taken". */
    OPERATOR_CONTRADICTED,
    /** A doubt was ended by {@code updated_at}, and the worker that sent the request disagrees. */
    INFERENCE_CONTRADICTED,
    /**
     * This cloud's {@code updated_at} does not move as the rule assumes: it ends no more doubts.
     */
    INFERENCE_STOPPED,
    /**
     * The cloud's log says "taken", and the worker that would have sent the request "not taken".
     */
    LOG_CONTRADICTED
  }

  void raise(Alarm alarm, Run run);
}
