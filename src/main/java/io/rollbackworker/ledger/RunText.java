package io.rollbackworker.ledger;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.rollbackworker.command.Origin;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import org.jspecify.annotations.Nullable;

/** Where a run stands, in one line, for people. Pure. */
public final class RunText {
  private RunText() {}

  /** Without the snapshot. */
  public static String of(Run run) {
    Attempt attempt = run.state().attemptOrNull();
    Origin record = run.record();
    return run.state().name()
        + since(run.state(), attempt)
        + "  command "
        + run.commandId()
        + (attempt == null ? "" : "  permit " + attempt.permit().id())
        + "  (partition "
        + record.partition()
        + " offset "
        + record.offset()
        + ")";
  }

  private static String since(RunState state, @Nullable Attempt attempt) {
    Told<? extends Result> told = state.toldOrNull();
    if (told != null) {
      return " since " + told.time().truncatedTo(MILLIS);
    }
    return attempt == null
        ? ""
        : ", may be sent until " + attempt.permit().sendNotAfter().truncatedTo(MILLIS);
  }
}
