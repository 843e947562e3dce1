package io.rollbackworker.audit;

import java.util.function.Consumer;

/** One promise, as far as a history can tell. */
interface Check {
  void check(History history, Stories stories, Consumer<Violation> found);
}
