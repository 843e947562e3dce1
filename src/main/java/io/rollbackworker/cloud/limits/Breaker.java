package io.rollbackworker.cloud.limits;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.rollbackworker.disk.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cloud is out. Looks and rollback requests are counted apart, for one may fail while
 * the other works. While it is open no rollback is sent and no intent is made; after a pause one
 * look tries whether the cloud is back. A rollback never does: when rollbacks alone fail they are
 * held, longer each time, until a look succeeds after the pause; then they go one by one until one
 * has succeeded. Thread-safe.
 */
public final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  /** Failures of so few calls say little. */
  private static final int LEAST_CALLS = 5;

  /** Each failure of a rollback may cost a doubt, so few in a row must be enough. */
  private static final int ROLLBACKS_IN_A_ROW = 2;

  /** The pause of rollbacks is doubled so often. */
  private static final int MOST_DOUBLINGS = 7;

  /** Who tries may have gone away with its partition. */
  private static final int TRIAL_PAUSES = 10;

  private final CircuitBreaker looks;
  private final CircuitBreaker rollbacks;
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private volatile String lastFailure = "";

  public Breaker(String name, BreakerSettings settings) {
    Duration pause = settings.pause();
    this.looks =
        CircuitBreaker.of(
            "looks",
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.calls())
                .minimumNumberOfCalls(Math.min(LEAST_CALLS, settings.calls()))
                .failureRateThreshold(settings.percent())
                .waitDurationInOpenState(pause)
                .permittedNumberOfCallsInHalfOpenState(1)
                .maxWaitDurationInHalfOpenState(pause.multipliedBy(TRIAL_PAUSES))
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .build());
    this.rollbacks =
        CircuitBreaker.of(
            "rollbacks",
            CircuitBreakerConfig.custom()
                .waitIntervalFunctionInOpenState(any -> pause.toMillis() << doublings())
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .build());
    for (CircuitBreaker breaker : new CircuitBreaker[] {looks, rollbacks}) {
      breaker
          .getEventPublisher()
          .onStateTransition(
              // Under the library's lock: whoever wants to know asks, and is not called from here.
              event ->
                  LOG.atWarn()
                      .addKeyValue("project", name)
                      .addKeyValue("calls", event.getCircuitBreakerName())
                      .addKeyValue("breaker", event.getStateTransition().getToState())
                      .log("the cloud: {}", lastFailure));
    }
  }

  private int doublings() {
    return Math.clamp(failuresInARow.get() - ROLLBACKS_IN_A_ROW, 0, MOST_DOUBLINGS);
  }

  /** Whether a look may begin; one that does must report how it went. */
  boolean tryLook() {
    return looks.tryAcquirePermission();
  }

  /** A look's turn is over; if it never asked the cloud, the next one may try. */
  void lookEnded() {
    if (looks.getState() == State.HALF_OPEN) {
      looks.releasePermission();
    }
  }

  /** Rollbacks have failed, and none has succeeded since: they go one by one. */
  boolean isUnproven() {
    return failuresInARow.get() > 0;
  }

  public boolean letsRollBack() {
    return looks.getState() == State.CLOSED && rollbacks.getState() == State.CLOSED;
  }

  /** Whether the next look only tries. */
  public boolean isTrying() {
    return looks.getState() != State.CLOSED;
  }

  /** The cloud answered a call of the kind, whatever it said. */
  public void answered(Turn.Kind kind) {
    switch (kind) {
      case LOOK, POLL -> lookAnswered();
      case ROLLBACK -> failuresInARow.set(0);
    }
  }

  /** It did not, or with a server error. */
  public void failed(Turn.Kind kind, String how) {
    lastFailure = how;
    switch (kind) {
      case LOOK, POLL -> looks.onError(0, TimeUnit.NANOSECONDS, new IOException(how));
      case ROLLBACK -> rollbackFailed();
    }
  }

  private void lookAnswered() {
    looks.onSuccess(0, TimeUnit.NANOSECONDS);
    if (rollbacks.getState() == State.HALF_OPEN) {
      rollbacks.transitionToClosedState();
    }
  }

  private void rollbackFailed() {
    // What was under way together with the one that opened it says nothing more.
    if (rollbacks.getState() == State.CLOSED
        && failuresInARow.incrementAndGet() >= ROLLBACKS_IN_A_ROW) {
      rollbacks.transitionToOpenState();
    }
  }

  /** For people: how the last call failed. */
  public String lastFailure() {
    return lastFailure;
  }
}
