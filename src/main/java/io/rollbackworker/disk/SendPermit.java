package io.rollbackworker.disk;

import io.rollbackworker.ledger.Permit;
import io.rollbackworker.time.Time;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A permit in the hands of the process that made it: good for one request, or for none.
 * Thread-safe: the state changes once, by compare-and-set, from unused to taken (the HTTP client's
 * last interceptor) or to burned (the lane).
 */
public final class SendPermit {
  private enum State {
    UNUSED,
    TAKEN,
    BURNED
  }

  private final Permit permit;
  private final Time time;
  private final long sendNotAfterNanos;
  private final AtomicReference<State> state = new AtomicReference<>(State.UNUSED);

  /**
   * @param sendNotAfterNanos on the monotonic clock of {@code time}; the permit itself has the wall
   *     clock's
   */
  public SendPermit(Permit permit, Time time, long sendNotAfterNanos) {
    this.permit = permit;
    this.time = time;
    this.sendNotAfterNanos = sendNotAfterNanos;
  }

  public Permit permit() {
    return permit;
  }

  /** True for one caller, once, and only before send-not-after on both clocks. */
  public boolean take() {
    if (time.nanos() - sendNotAfterNanos >= 0 || !time.now().isBefore(permit.sendNotAfter())) {
      burn();
      return false;
    }
    return state.compareAndSet(State.UNUSED, State.TAKEN);
  }

  /** Gives it up; true if nothing was or will ever be sent under it. */
  public boolean burn() {
    state.compareAndSet(State.UNUSED, State.BURNED);
    return isBurned();
  }

  public boolean isBurned() {
    return state.get() == State.BURNED;
  }
}
