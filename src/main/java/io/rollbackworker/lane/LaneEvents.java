package io.rollbackworker.lane;

import io.rollbackworker.outcome.Outcome;
import java.time.Duration;

/** Hears what happens in the lanes of a worker; called by their threads. Thread-safe. */
public interface LaneEvents {
  /** An outcome is committed. */
  void told(Outcome outcome, int partition);

  /** A transaction was committed. */
  void committed(Duration took);

  /** A session ended by a failure. */
  void sessionEnded();

  /** A session was opened. */
  void restored(Duration took);

  /** Entries that made no request are forgotten early, for memory is used up (exception of P4). */
  void forgotten(int entries);

  /** Commands that retention removed before anyone read them. */
  void lostToRetention(long offsets);
}
