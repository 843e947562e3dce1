package io.rollbackworker.rollback;

import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.precondition.Observation;
import java.time.Duration;
import java.util.Optional;

/**
 * What answers for the cloud where it gave us no answer: its own log, which knows, and what {@code
 * updated_at} says, which is inferred. Of this worker's own finding, so it stands in no topic.
 */
record Verdicts(Context context) {
  /**
   * What the log says. Its yes counts at once. Its no is an answer like one that we got ourselves:
   * a gateway may have repeated the request, so it counts only when the state speaks for it, too.
   *
   * @param seen at a look after that; empty: the cloud showed nothing
   * @param late whether nobody can send any more, and a rollback would be visible
   */
  Optional<Evidence> byLog(Run run, Optional<Observation> seen, boolean late) {
    Traces traces = new Traces(run.attempt().baseline());
    return context
        .log()
        .about(run.attempt().permit().id())
        .filter(
            word ->
                switch (word.says()) {
                  case TAKEN -> true;
                  case NOT_TAKEN -> late && seen.filter(traces::areNone).isPresent();
                })
        .map(word -> evidence(run, word));
  }

  private Evidence evidence(Run run, CloudLog.Word word) {
    return new Evidence(
        run.snapshotId(),
        run.commandId(),
        run.attempt().permit().id(),
        word.says(),
        Evidence.By.LOG,
        word.requestId(),
        context.worker(),
        word.text(),
        word.at());
  }

  /**
   * What snapshot and volume say.
   *
   * @param doubted as {@link io.rollbackworker.inference.Inference#about} has it
   */
  Optional<Evidence> byStamps(Run run, Optional<Observation> seen, Duration doubted) {
    return seen.orElse(null) instanceof Observation.Both both
        ? context.inference().about(run, both, doubted, context.time().now(), context.worker())
        : Optional.empty();
  }
}
