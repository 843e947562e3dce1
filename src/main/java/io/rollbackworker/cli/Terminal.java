package io.rollbackworker.cli;

import io.rollbackworker.command.Printable;
import java.io.Console;

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

  /** Over what was written there before, and without an end; for a person who watches. */
  static void again(String line) {
    System.err.print("\r" + Printable.line(line) + "\u001b[K");
    System.err.flush();
  }

  /** Ends a line that was written again and again. */
  static void endLine() {
    System.err.println();
  }

  /** What a person answers; empty at the end of input. */
  @SuppressWarnings("SystemConsoleNull")
  static String ask(String question) {
    Console console = System.console();
    String answer = console == null ? null : console.readLine("%s", Printable.line(question));
    return answer == null ? "" : answer;
  }

  /** Whether a person sits at it. */
  @SuppressWarnings("SystemConsoleNull") // Seen to be null where nobody sits at it.
  static boolean isWatched() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** What is wrong. */
  static void err(String line) {
    System.err.println(Printable.line(line));
  }
}
