package io.rollbackworker.inference;

import io.rollbackworker.command.ProjectId;
import java.time.Duration;
import java.util.Set;

/**
 * What must be so before {@code updated_at} is believed.
 *
 * @param allowed projects whose operators accept the assumption
 * @param after so many lessons of a kind, none of them against it
 * @param lateness for so long after nobody can send any more a request may still take effect
 * @param together so far apart a cloud may stamp the end of one rollback on snapshot and volume
 * @param clockSkew so far apart clocks of workers, brokers and the cloud may be
 * @param requestTimeout a request that was sent is over after this time
 */
public record InferenceSettings(
    Set<ProjectId> allowed,
    int after,
    Duration lateness,
    Duration together,
    Duration clockSkew,
    Duration requestTimeout) {
  public InferenceSettings {
    allowed = Set.copyOf(allowed);
  }
}
