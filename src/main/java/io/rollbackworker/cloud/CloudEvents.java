package io.rollbackworker.cloud;

import io.rollbackworker.disk.Turn;
import java.time.Duration;

/** Hears of each call to a cloud; called by who made it. Thread-safe. */
public interface CloudEvents {
  /**
   * @param result how it ended: seen, unavailable, denied; taken, permit_gone, not_sent,
   *     refused_early, refused, unknown
   */
  void ended(Turn.Kind kind, String result, Duration took);
}
