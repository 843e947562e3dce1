package io.rollbackworker.rollback;

import io.rollbackworker.command.Priority;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.precondition.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks beside a request that gets no answer for long: a rollback may have begun and ended before
 * its call is given up. What they see counts only if the call ends without an answer; a refusal
 * would show that it was another's rollback.
 */
final class SideLooks implements AutoCloseable {
  /** Usual answers come sooner, and cost no look. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Context context;
  private final Lane lane;
  private final Run run;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /** Written by the thread that looks. */
  private volatile @Nullable Observation rollingBack;

  private SideLooks(Context context, Lane lane, Run run) {
    this.context = context;
    this.lane = lane;
    this.run = run;
  }

  /** Until it is closed. */
  static SideLooks beside(Context context, Lane lane, Run run) {
    SideLooks looks = new SideLooks(context, lane, run);
    context.fork().start("side-looks", looks::look);
    return looks;
  }

  private void look() {
    try {
      while (rollingBack == null && !lane.await(over, INTERVAL)) {
        context
            .look(lane, run, Priority.URGENT, INTERVAL)
            .filter(Observation::isRollingBack)
            .ifPresent(seen -> rollingBack = seen);
      }
    } catch (SessionEnded e) {
      over.complete(null); // The next owner looks for itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** That the snapshot was being rolled back while the call was under way. */
  Optional<Observation> rollingBack() {
    return Optional.ofNullable(rollingBack);
  }

  @Override
  public void close() {
    over.complete(null);
  }
}
