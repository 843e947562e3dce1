package io.rollbackworker.time;

/** Starts work that runs beside its caller, so that tests can own when it runs. */
@FunctionalInterface
public interface Fork {
  /** A virtual thread for each. */
  Fork VIRTUAL = (name, work) -> Thread.ofVirtual().name(name).start(work);

  /** A platform thread for each: for what lives long and waits inside of a client. */
  Fork PLATFORM = (name, work) -> Thread.ofPlatform().name(name).start(work);

  /**
   * @param name for people who look at threads
   */
  void start(String name, Runnable work);
}
