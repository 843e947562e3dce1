package io.rollbackworker.disk;

import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.ledger.Permit;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A permit in the hands of the process that made it: good for one request, or for none.
 * Thread-safe: its use is decided once, by whoever comes first: taken (the HTTP client's last
 * interceptor) or to burned (the lane).
 */
public final class SendPermit {
  private enum Use {
    TAKEN,
    BURNED
  }

  private final PermitKey key;
  private final Permit permit;
  private final Time time;
  private final long sendNotAfterNanos;

  /** What is set first stays. */
  private final CompletableFuture<Use> use = new CompletableFuture<>();

  /**
   * @param key the permit's, and nobody else's
   * @param sendNotAfter on the wall clock of {@code time}
   * @param life for so long at most it was good when it was made
   * @param sendNotAfterNanos on the monotonic clock
   */
  public SendPermit(
      PermitKey key, Instant sendNotAfter, Duration life, Time time, long sendNotAfterNanos) {
    this.key = key;
    this.permit = new Permit(key.id(), sendNotAfter, life);
    this.time = time;
    this.sendNotAfterNanos = sendNotAfterNanos;
  }

  public Permit permit() {
    return permit;
  }

  /** The process's word about it, which nobody else can give; only for what is so. */
  public PermitKey.Signature sign(Says says) {
    return key.sign(says);
  }

  /** True for one caller, once, and only before send-not-after on both clocks. */
  public boolean take() {
    if (time.nanos() - sendNotAfterNanos >= 0 || !time.now().isBefore(permit.sendNotAfter())) {
      burn();
      return false;
    }
    return use.complete(Use.TAKEN);
  }

  /** Gives it up; true if nothing was or will ever be sent under it. */
  public boolean burn() {
    use.complete(Use.BURNED);
    return isBurned();
  }

  public boolean isBurned() {
    return use.getNow(Use.TAKEN) == Use.BURNED;
  }

  /** Done when it is taken or burned. */
  public CompletableFuture<?> used() {
    return use;
  }
}
