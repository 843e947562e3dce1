package io.rollbackworker.cloud.limits;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cloud is out. Looks and rollback requests are counted apart, for one may fail while
 * the other works. While it is open no rollback is sent and no intent is made; after a pause one
 * look tries whether the cloud is back. A rollback never does: when rollbacks alone fail they are
 * held for a while, then a look that succeeds lets them go on. Thread-safe.
 */
public final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  /** Failures of so few calls say little. */
  private static final int LEAST_CALLS = 5;

  /** Of these each failure costs a doubt, so few must be enough. */
  private static final int LAST_ROLLBACKS = 4;

  private static final int LEAST_ROLLBACKS = 3;

  private static final int PAUSE_FACTOR = 10;

  private final CircuitBreaker looks;
  private final CircuitBreaker rollbacks;
  private volatile String lastFailure = "";
  private volatile boolean unproven;

  /**
   * @param name of the project, for the log
   */
  public Breaker(String name, BreakerSettings settings) {
    CircuitBreakerConfig common =
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(settings.calls())
            .minimumNumberOfCalls(Math.min(LEAST_CALLS, settings.calls()))
            .failureRateThreshold(settings.percent())
            .waitDurationInOpenState(settings.pause())
            .permittedNumberOfCallsInHalfOpenState(1)
            // The one that tries may have gone away with its partition.
            .maxWaitDurationInHalfOpenState(settings.pause().multipliedBy(PAUSE_FACTOR))
            .automaticTransitionFromOpenToHalfOpenEnabled(true)
            .build();
    this.looks = CircuitBreaker.of("looks", common);
    this.rollbacks =
        CircuitBreaker.of(
            "rollbacks",
            CircuitBreakerConfig.from(common)
                .slidingWindowSize(LAST_ROLLBACKS)
                .minimumNumberOfCalls(LEAST_ROLLBACKS)
                .waitDurationInOpenState(settings.pause().multipliedBy(PAUSE_FACTOR))
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

  /** Whether a look may begin; one that does must report how it went. */
  boolean letsLook() {
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
    return unproven;
  }

  /** Whether rollbacks may be sent. */
  public boolean letsRollBack() {
    return looks.getState() == State.CLOSED && rollbacks.getState() == State.CLOSED;
  }

  /** Whether the next look only tries. */
  public boolean isTrying() {
    return looks.getState() != State.CLOSED;
  }

  /** The cloud answered a look, whatever it said. */
  public void looked() {
    looks.onSuccess(0, TimeUnit.NANOSECONDS);
    if (rollbacks.getState() == State.HALF_OPEN) {
      rollbacks.transitionToClosedState();
    }
  }

  /** It did not, or with a server error. */
  public void lookFailed(String how) {
    lastFailure = how;
    looks.onError(0, TimeUnit.NANOSECONDS, new CloudIsOut(how));
  }

  public void rolledBack() {
    unproven = false;
    if (rollbacks.getState() == State.CLOSED) {
      rollbacks.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }

  public void rollbackFailed(String how) {
    lastFailure = how;
    unproven = true;
    if (rollbacks.getState() == State.CLOSED) {
      rollbacks.onError(0, TimeUnit.NANOSECONDS, new CloudIsOut(how));
    }
  }

  /** For people: how the last call failed. */
  public String lastFailure() {
    return lastFailure;
  }

  private static final class CloudIsOut extends Exception {
    private static final long serialVersionUID = 1L;

    CloudIsOut(String how) {
      super(how);
    }
  }
}
