package io.rollbackworker.rollback;

import io.rollbackworker.ledger.Run;

/** What a person must look at. Thread-safe; implementations only count and log. */
public interface Alarms {
  /** Why a person must look. */
  enum Alarm {
    /** A rollback that neither ended nor became certain for longer than the configured time. */
    WATCH_OVERDUE,
    /** An operator said "not taken", and the worker that sent the request says "taken". */
    OPERATOR_CONTRADICTED
  }

  void raise(Alarm alarm, Run run);
}
