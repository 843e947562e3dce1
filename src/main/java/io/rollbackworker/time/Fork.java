package io.rollbackworker.time;

/** Starts work that runs beside its caller, so that tests can own when it runs. */
@FunctionalInterface
public interface Fork {
  /** A virtual thread for each. */
  Fork VIRTUAL = (name, work) -> Thread.ofVirtual().name(name).start(work);

  /**
   * @param name for people who look at threads
   */
  void start(String name, Runnable work);
}
