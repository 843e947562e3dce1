package io.rollbackworker.simulation;

import java.util.List;

/** What a random script does to a log, simulated or real; partitions 0 and 1 of one topic. */
interface LogUnderTest {
  /** A new producer for a transactional id; fences the one before. */
  void init(int id) throws Exception;

  /** A record in the id's transaction, which begins with its first; whether it was taken. */
  boolean send(int id, int partition, String value) throws Exception;

  /** The same by the producer that had the id before, if there was one. */
  boolean sendByFenced(int id, int partition, String value) throws Exception;

  /** Whether it was acknowledged. */
  boolean end(int id, boolean commit) throws Exception;

  /** The next end of a transaction there is skipped. */
  void skipNextEnd(int partition);

  /** Somebody aborts what is open there. */
  void abortOpen(int partition) throws Exception;

  /** A record outside of transactions. */
  void publish(int partition, String value) throws Exception;

  /**
   * What readers of what is committed are given now, {@code offset: value}, and the end of the
   * partition; all ends that are decided have been written or skipped.
   */
  List<String> look(int partition) throws Exception;
}
