package io.rollbackworker.inference;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a project's {@code updated_at}.
 *
 * @param moved proven rollbacks that moved snapshot and volume together
 * @param still snapshots that nobody rolled back, and that did not move
 * @param strays such that moved alone: a backup does it, or a cloud that moves it by chance
 * @param contradiction null: everything was as it is assumed
 */
public record Lessons(long moved, long still, long strays, @Nullable Contradiction contradiction) {
  static final Lessons NONE = new Lessons(0, 0, 0, null);
  static final Lessons MOVED = new Lessons(1, 0, 0, null);
  static final Lessons STILL = new Lessons(0, 1, 0, null);
  static final Lessons STRAY = new Lessons(0, 0, 1, null);

  static Lessons against(Contradiction contradiction) {
    return new Lessons(0, 0, 0, contradiction);
  }

  /**
   * @param what was seen, for people
   */
  public record Contradiction(Instant at, String what) {}

  Lessons plus(Lessons other) {
    return new Lessons(
        moved + other.moved,
        still + other.still,
        strays + other.strays,
        contradiction == null ? other.contradiction : contradiction);
  }
}
