package io.rollbackworker.dev.demo;

import io.rollbackworker.outcome.Outcome;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One record to publish, and the events that it must lead to.
 *
 * @param title what a person reads; names it, too
 * @param record made when its phase begins, from the answers so far
 * @param expected events in order; the first is the answer
 */
record Scenario(String title, Function<Answers, Message> record, List<Expected> expected) {

  /**
   * @param partition null: where the key's hash puts it; else there
   */
  record Message(
      @Nullable String key,
      byte @Nullable [] value,
      @Nullable Integer partition,
      Map<String, String> headers) {}

  /**
   * @param detail the error's code, the proof, or what a dry run would; "" for nothing
   */
  record Expected(String type, String detail, boolean duplicate) {
    @Override
    public String toString() {
      return type + (detail.isEmpty() ? "" : " " + detail) + (duplicate ? " (duplicate)" : "");
    }
  }

  interface Answers {
    /** The first event that a scenario led to. */
    Outcome to(String title);
  }
}
