package io.rollbackworker.lane;

import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.telemetry.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line and one count for each committed outcome. */
final class OutcomeReport {
  private static final Logger LOG = LoggerFactory.getLogger("outcome");

  private OutcomeReport() {}

  static void of(Outcome outcome, int partition, Meters meters) {
    OutcomeError error = outcome.result().errorOrNull();
    String code = error == null ? "none" : error.code().name();
    meters.outcome(outcome.result().type(), code, outcome.duplicateOf() != null);
    var line =
        LOG.atInfo()
            .addKeyValue("snapshotId", outcome.subject().snapshotId())
            .addKeyValue("commandId", outcome.subject().commandId())
            .addKeyValue("partition", partition)
            .addKeyValue("offset", outcome.record().offset())
            .addKeyValue("outcome", outcome.result().type())
            .addKeyValue("revision", outcome.told().revision());
    if (error != null) {
      line = line.addKeyValue("code", code);
    }
    if (outcome.duplicateOf() != null) {
      line = line.addKeyValue("duplicateOf", outcome.duplicateOf());
    }
    line.log("told");
  }
}
