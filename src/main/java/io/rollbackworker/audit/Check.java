package io.rollbackworker.audit;

import java.util.function.Consumer;

/** One promise, as far as a history can tell. */
interface Check {
  /** Tells each way in which it was broken. */
  void check(History history, Stories stories, Consumer<String> found);
}
