package io.rollbackworker.telemetry;

import io.rollbackworker.ledger.Run;
import io.rollbackworker.rollback.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each alarm is an error in the log and a count. Thread-safe. */
public final class AlarmLog implements Alarms {
  private static final Logger LOG = LoggerFactory.getLogger("alarm");
  private final Meters meters;

  public AlarmLog(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void raise(Alarm alarm, Run run) {
    meters.alarm(alarm);
    LOG.atError()
        .addKeyValue("alarm", alarm)
        .addKeyValue("snapshotId", run.snapshotId())
        .addKeyValue("commandId", run.commandId())
        .addKeyValue("state", run.state().name())
        .log(
            switch (alarm) {
              case WATCH_OVERDUE ->
                  "the rollback has not ended for long; look at snapshot and volume in the cloud's"
                      + " console";
              case OPERATOR_CONTRADICTED ->
                  "the rollback was taken although an operator had said that it was not; look at"
                      + " what was written to the volume since";
              case INFERENCE_CONTRADICTED ->
                  "a doubt was ended by updated_at, and the worker that sent the request says"
                      + " otherwise; look at the volume, and at the outcomes with proof inferred";
              case INFERENCE_STOPPED ->
                  "updated_at does not move with rollbacks, and only with them, on this cloud; no"
                      + " more doubts are ended by it";
              case LOG_CONTRADICTED ->
                  "the cloud's log says that the request was taken, and the worker that would have"
                      + " sent it says that it was not; see who may write the notifications' topic";
            });
  }
}
