package io.rollbackworker.ledger;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.rollbackworker.command.PermitId;

/** Where a run stands, in one line, for people. Pure. */
public final class RunText {
  private RunText() {}

  /** Without the snapshot. */
  public static String of(Run run) {
    PermitId permit = run.state().permitOrNull();
    return run.state().name()
        + since(run)
        + "  command "
        + run.commandId()
        + (permit == null ? "" : "  permit " + permit)
        + "  ("
        + run.record().inWords()
        + ")";
  }

  private static String since(Run run) {
    return run.state() instanceof RunState.Intent intent
        ? ", may be sent until " + intent.attempt().permit().sendNotAfter().truncatedTo(MILLIS)
        : " since " + run.answer().time().truncatedTo(MILLIS);
  }
}
