package io.rollbackworker.lane;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.rollback.SessionEnded;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * All permits of this process. One lock, held for moments: a session that was closed here gives no
 * permit afterwards.
 *
 * <p>Thread-safe. One for the whole process, so that a lane which is opened again knows which
 * permits of its former session were never used.
 */
public final class PermitRegistry {
  /** Forgetting a burned permit costs a reconciliation, nothing more. */
  private static final int MAX_BURNED = 10_000;

  private final Time time;
  private final Supplier<PermitKey> keys;
  private final Duration life;
  private final Map<PermitId, Held> held = new HashMap<>();
  private final Map<PermitId, Boolean> burned =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Entry<PermitId, Boolean> eldest) {
          return size() > MAX_BURNED;
        }
      };

  /** Done when the next request has ended. */
  private CompletableFuture<Void> conclusion = new CompletableFuture<>();

  private record Held(Session session, SendPermit permit) {}

  /** One lane's session; gives permits until it is closed. */
  public static final class Session {
    private boolean closed; // guarded by the registry
  }

  /**
   * @param keys makes permits' keys; never the same twice, in any process
   * @param life a permit is good for so long at most
   */
  public PermitRegistry(Time time, Supplier<PermitKey> keys, Duration life) {
    this.time = time;
    this.keys = keys;
    this.life = life;
  }

  synchronized SendPermit issue(Session session, Instant deadline) throws SessionEnded {
    if (session.closed) {
      throw new SessionEnded("the lane gives no more permits");
    }
    Instant now = time.now();
    Duration untilDeadline = Duration.between(now, deadline);
    Duration good = untilDeadline.compareTo(life) < 0 ? untilDeadline : life;
    SendPermit send =
        new SendPermit(keys.get(), now.plus(good), life, time, time.nanos() + good.toNanos());
    held.put(send.permit().id(), new Held(session, send));
    return send;
  }

  /** No more permits for this session; those that are unused never will be. */
  synchronized void close(Session session) {
    session.closed = true;
    held.values().stream().filter(h -> h.session == session).forEach(h -> h.permit.burn());
  }

  synchronized void concluded(SendPermit permit) {
    if (held.remove(permit.permit().id()) != null && permit.isBurned()) {
      burned.put(permit.permit().id(), true);
    }
    CompletableFuture<Void> done = conclusion;
    conclusion = new CompletableFuture<>();
    done.complete(null);
  }

  /** Whether the permit was this process's and was, and stays, unused. */
  synchronized boolean burnUnused(PermitId permitId) {
    Held ours = held.get(permitId);
    return ours == null ? burned.containsKey(permitId) : ours.permit.burn();
  }

  synchronized boolean hasLive(Session session) {
    return held.values().stream().anyMatch(h -> h.session == session);
  }

  /** Requests of this process that are under way, or about to be. */
  public synchronized int underWay() {
    return held.size();
  }

  /** Waits, at most so long, until no request of this process is under way. */
  public void awaitConcluded(Duration atMost) throws InterruptedException {
    long until = time.nanos() + atMost.toNanos();
    var next = nextConclusion();
    while (next.isPresent() && until - time.nanos() > 0) {
      time.await(next.get(), Duration.ofNanos(until - time.nanos()));
      next = nextConclusion();
    }
  }

  /** The end of one of the requests that are under way, if any is. */
  private synchronized Optional<CompletableFuture<Void>> nextConclusion() {
    return held.isEmpty() ? Optional.empty() : Optional.of(conclusion);
  }
}
