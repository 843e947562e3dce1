package io.rollbackworker.testing;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Orders that are heard at once, or when a test lets them be. */
public final class OrdersByHand implements Freezes {
  private static final OutcomeError HELD =
      OutcomeError.of(ErrorCode.ROLLBACKS_FROZEN, "Expected to send, but orders are not known.");

  private CompletableFuture<?> firstHeard = CompletableFuture.completedFuture(null);

  /** Until {@link #hear} everything counts as frozen. */
  public void keepUnheard() {
    firstHeard = new CompletableFuture<>();
  }

  public void hear() {
    firstHeard.complete(null);
  }

  @Override
  public Optional<OutcomeError> of(ProjectId project) {
    return firstHeard.isDone() ? Optional.empty() : Optional.of(HELD);
  }

  @Override
  public CompletableFuture<?> firstHeard() {
    return firstHeard;
  }
}
