package io.rollbackworker.cloud.limits;

/**
 * The limits and caps of one project, for the whole fleet; each at least 1.
 *
 * @param callsPerSecond reads and rollback requests
 * @param concurrentCalls under way at once, of whatever kind; a look's reads follow each other
 */
public record LimitSettings(
    int callsPerSecond,
    int readsPerSecond,
    int rollbacksPerSecond,
    int concurrentCalls,
    int rollbacksPerMinute,
    int rollbacksAtOnce) {

  /** No limit that anybody meets. */
  public static final LimitSettings NONE =
      new LimitSettings(1_000_000, 1_000_000, 1_000_000, 10_000, 1_000_000, 1_000_000);
}
