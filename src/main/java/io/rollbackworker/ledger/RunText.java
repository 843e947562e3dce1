package io.rollbackworker.ledger;

import static java.time.temporal.ChronoUnit.MILLIS;

/** Where a run stands, in one line, for people. Pure. */
public final class RunText {
  private RunText() {}

  /** Without the snapshot. */
  public static String of(Run run) {
    Attempt attempt = run.state().attemptOrNull();
    return run.state().name()
        + since(run)
        + "  command "
        + run.commandId()
        + (attempt == null ? "" : "  permit " + attempt.permit().id())
        + "  ("
        + run.record().inWords()
        + ")";
  }

  private static String since(Run run) {
    return run.state() instanceof RunState.Intent(Attempt attempt)
        ? ", may be sent until " + attempt.permit().sendNotAfter().truncatedTo(MILLIS)
        : " since " + run.told().time().truncatedTo(MILLIS);
  }
}
