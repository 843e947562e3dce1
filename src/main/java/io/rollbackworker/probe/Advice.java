package io.rollbackworker.probe;

import io.rollbackworker.inference.Stamps;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings that follow from what was seen of a rollback. Pure. */
final class Advice {
  /** The settings' own defaults: what fits them needs no other. */
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  private static final int VISIBLE_SECONDS = 15;

  private Advice() {}

  /**
   * @param seenAfter so long after the request it was seen running; null: it was over before
   * @param rests whether the stamps stay where nothing is done
   */
  static List<String> of(Stamps before, Stamps after, @Nullable Duration seenAfter, boolean rests) {
    long visible =
        seenAfter == null
            ? VISIBLE_SECONDS
            : Math.max(VISIBLE_SECONDS, seenAfter.multipliedBy(3).toSeconds());
    String apart =
        after
            .apart()
            .map(d -> "they were " + d.abs().toMillis() + " ms apart")
            .orElse("how far they were apart is not known");
    return List.of(
        "rules.visible-after: " + visible + "s",
        "rules.together-within: " + TOGETHER.toSeconds() + "s  # " + apart,
        rests && after.movedTogetherSince(before, TOGETHER)
            ? "rules.inference: on  # if you accept rules.inference-lateness"
            : "rules.inference: off  # updated_at does not do what it assumes");
  }
}
