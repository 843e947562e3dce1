package io.rollbackworker.rollback;

import io.rollbackworker.outcome.Subject;

/**
 * Follows commands on their way, for people and traces. Thread-safe; what it does never changes
 * what happens to a command.
 */
public interface Journeys {
  Journeys NONE = subject -> new Journey.Unseen();

  /** A command's way begins, on the calling thread; ends on the same thread. */
  Journey begin(Subject subject);
}
