package io.rollbackworker;

import io.rollbackworker.cli.RollbackWorkerCommand;

/** Entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(RollbackWorkerCommand.commandLine().execute(args));
  }
}
