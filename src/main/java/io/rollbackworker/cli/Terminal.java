package io.rollbackworker.cli;

import io.rollbackworker.command.Printable;

/**
 * Where sub-commands print: line by line, each one printable, whoever wrote what stands in it. The
 * only place that knows standard output and standard error.
 */
final class Terminal {
  private Terminal() {}

  /** A result; at once, for who reads it may wait for it. */
  static void out(String line) {
    System.out.println(Printable.line(line));
    System.out.flush();
  }

  /** What is wrong. */
  static void err(String line) {
    System.err.println(Printable.line(line));
  }
}
