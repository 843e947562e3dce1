package io.rollbackworker.ledger;

import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a requester was told last, without its texts: those stand in the event.
 *
 * @param revision with the run's record and the state's type it gives the event's id
 * @param time by the telling worker's clock
 * @param code of a rejection or failure
 */
public record Answer(int revision, Instant time, @Nullable ErrorCode code) {

  public static Answer of(Told<? extends Result> told) {
    OutcomeError error = told.result().errorOrNull();
    return new Answer(told.revision(), told.time(), error == null ? null : error.code());
  }
}
