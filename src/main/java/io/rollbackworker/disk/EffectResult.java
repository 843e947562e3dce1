package io.rollbackworker.disk;

import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.OutcomeError;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a rollback request after its call has ended. Every failure is one of the last
 * four.
 */
public sealed interface EffectResult {
  /** 202: the cloud took it. */
  record Taken(@Nullable String requestId) implements EffectResult {}

  /**
   * Certainly not sent: the permit was burned, or over with its life or the deadline. Not the
   * cloud's fault.
   */
  record PermitGone() implements EffectResult {}

  /** Certainly not sent: frozen, no address, no connection, no TLS. */
  record NotSent(OutcomeError error) implements EffectResult {}

  /**
   * Refused before execution: the answer comes from a place that runs nothing.
   *
   * @param temporary it may be accepted later
   */
  record RefusedBeforeExecution(OutcomeError error, boolean temporary) implements EffectResult {}

  /** Any other 4xx: says no, but a gateway may have repeated our request; the state decides. */
  record Refused(OutcomeError error) implements EffectResult {}

  /** Nobody knows: the answer is lost, unreadable or a server error. */
  record Unknown(String why, @Nullable CloudError cloud) implements EffectResult {}
}
