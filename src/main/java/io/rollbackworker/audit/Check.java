package io.rollbackworker.audit;

import java.util.function.Consumer;

/** One promise, as far as a history can tell. */
interface Check {
  /**
   * @param found takes each way in which the promise was broken
   */
  void check(History history, Stories stories, Consumer<String> found);
}
