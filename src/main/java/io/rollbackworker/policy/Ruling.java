package io.rollbackworker.policy;

import io.rollbackworker.outcome.Authorization;
import io.rollbackworker.outcome.OutcomeError;
import org.jspecify.annotations.Nullable;

/** What the policy says of a command. */
public sealed interface Ruling {
  /** There is no policy. */
  Ruling UNREGULATED = new Granted(null);

  /** For outcomes; null: there is no policy. */
  @Nullable Authorization authorization();

  record Granted(@Nullable Authorization authorization) implements Ruling {}

  /** Not at this time, or not without others; who asks may do it otherwise. */
  record NotNow(OutcomeError error, Authorization authorization) implements Ruling {}

  record Refused(OutcomeError error, Authorization authorization) implements Ruling {}
}
