package io.rollbackworker.cloud;

import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.command.ProjectId;
import java.time.Duration;
import java.util.Map;

/**
 * How to reach the clouds of a fleet's projects.
 *
 * @param connectTimeout for one attempt to connect
 * @param readTimeout for one whole read call
 * @param requestTimeout for the whole rollback call, from connecting to the answer's status line
 * @param readAttempts how often one read is tried within one observation
 * @param retryPercent repeated reads are at most this share of all reads
 */
public record CloudSettings(
    Duration connectTimeout,
    Duration readTimeout,
    Duration requestTimeout,
    int readAttempts,
    int retryPercent,
    BreakerSettings breaker,
    Transport transport,
    Map<ProjectId, ProjectSettings> projects) {
  public CloudSettings {
    projects = Map.copyOf(projects);
  }
}
