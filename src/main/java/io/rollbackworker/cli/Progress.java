package io.rollbackworker.cli;

import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * How far something is that takes longer than two seconds, on standard error: at a terminal one
 * line that is written again twice a second, else one every ten seconds.
 */
final class Progress implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration AT_A_TERMINAL = Duration.ofMillis(500);
  private static final Duration IN_A_LOG = Duration.ofSeconds(10);

  private final Time time;
  private final boolean isWatched = Terminal.isWatched();
  private Instant next;
  private boolean hasLine;

  Progress(Time time) {
    this.time = time;
    this.next = time.now().plus(QUIET);
  }

  void show(Supplier<String> line) {
    if (time.now().isBefore(next)) {
      return;
    }
    if (isWatched) {
      Terminal.again(line.get());
      hasLine = true;
      next = time.now().plus(AT_A_TERMINAL);
    } else {
      Terminal.err(line.get());
      next = time.now().plus(IN_A_LOG);
    }
  }

  @Override
  public void close() {
    endLine();
  }

  /** What is printed now begins a line of its own. */
  void endLine() {
    if (hasLine) {
      Terminal.endLine();
      hasLine = false;
    }
  }
}
