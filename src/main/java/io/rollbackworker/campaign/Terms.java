package io.rollbackworker.campaign;

import java.time.Duration;

/**
 * How carefully a campaign goes on.
 *
 * @param canary so many disks go first, and all of them must be completed
 * @param pause after the canary, before the rest
 * @param wave so many disks at once; the next ones when all of them are answered
 * @param limit so many may be rejected, failed, doubtful or ended without anybody knowing how; with
 *     one more nothing further is sent
 * @param expiresIn a command that was not sent to the cloud so long after its wave began is void
 * @param allOrNone nothing starts unless every disk may be rolled back now
 * @param judged a person has seen what went wrong of the canary, and goes on
 */
public record Terms(
    int canary,
    Duration pause,
    int wave,
    int limit,
    Duration expiresIn,
    boolean allOrNone,
    boolean judged) {
  public static final int MAX_WAVE = 5_000;

  public Terms {
    require(canary >= 0 && canary <= MAX_WAVE, "canary", canary, "0 to " + MAX_WAVE);
    require(wave >= 1 && wave <= MAX_WAVE, "wave", wave, "1 to " + MAX_WAVE);
    require(limit >= 0, "limit", limit, "0 or more");
    require(!pause.isNegative(), "pause", pause, "0s or more");
    require(expiresIn.compareTo(Duration.ofSeconds(1)) >= 0, "expires-in", expiresIn, "1s or more");
  }

  /** With another limit; who says so has judged what went wrong of the canary. */
  public Terms goOn(int more) {
    return new Terms(canary, pause, wave, more, expiresIn, allOrNone, true);
  }

  private static void require(boolean holds, String what, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(what + " must be " + range + ", but is " + value);
    }
  }
}
