package io.rollbackworker.cloud.limits;

import io.rollbackworker.disk.Turn;

/**
 * Which part of the looks are polls: each {@value #EACH}th while looks wait, and what these leave.
 * Not thread-safe: owned by its {@link Turns}.
 */
final class PollShare {
  private static final int EACH = 5;

  private int looksSincePoll;

  /** Whether a poll goes before the looks. */
  boolean isDue() {
    return looksSincePoll >= EACH - 1;
  }

  /** A poll that is due is as good as a look; before, it goes where looks leave room. */
  Turn.Kind limitsOf(Turn.Kind kind) {
    return kind == Turn.Kind.POLL && isDue() ? Turn.Kind.LOOK : kind;
  }

  void granted(Turn.Kind kind) {
    looksSincePoll =
        switch (kind) {
          case LOOK -> looksSincePoll + 1;
          case POLL -> 0;
          case ROLLBACK -> looksSincePoll;
        };
  }
}
