package io.rollbackworker.cloud.limits;

import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.time.Time;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Gives turns at one project's limits: the most urgent first, then who asked first; rollbacks
 * before looks, because their commands have come further; and looks before polls, but for what
 * {@link PollShare} gives these. So each of those that wait is polled the more seldom the more they
 * are. Thread-safe: one lock. A thread of its own lets the next ones go when their time has come.
 */
public final class Turns implements AutoCloseable {
  /** What is not signalled (a breaker that closes, a thaw, a larger share) is noticed so soon. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Limits limits;
  private final Time time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TurnQueues queues = new TurnQueues();
  private boolean closed;

  /** At most so long the own thread sleeps now. */
  private long sleepsNanos;

  public Turns(String project, Limits limits, Time time) {
    this.limits = limits;
    this.time = time;
    Thread.ofVirtual().name("turns-" + project).start(this::run);
  }

  public Turn ask(Turn.Kind kind, Priority priority) {
    return locked(
        () -> {
          TurnState turn = new TurnState(limits, kind, Rank.of(priority, time.nanos()));
          queues.add(turn);
          letGoNow();
          return new Asked(turn);
        });
  }

  /** A call was answered, and not with 429. */
  public void passed(Turn.Kind kind) {
    change(now -> limits.passed(kind, now));
  }

  /** A call was answered with 429. */
  public void throttled(Turn.Kind kind, Pushback pushback) {
    change(now -> limits.throttled(kind, now, pushback));
  }

  /** A read is repeated without a turn of its own. */
  public void repeated() {
    change(limits::repeated);
  }

  /** One rollback more runs at the cloud, or with -1 one less. */
  public void underWay(int more) {
    change(now -> limits.underWay(more));
  }

  private void change(LongConsumer change) {
    var _ =
        locked(
            () -> {
              change.accept(time.nanos());
              letGoNow();
              return true;
            });
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  public int waiting(Turn.Kind kind) {
    return locked(() -> queues.waiting(kind));
  }

  public double perSecond(Turn.Kind kind) {
    return locked(() -> limits.perSecond(kind, time.nanos()));
  }

  /** The used part of this worker's share of the configured limit. */
  public double quotaUsed(Turn.Kind kind) {
    return locked(() -> limits.quotaUsed(kind, time.nanos()));
  }

  /** Rollbacks that run at the cloud, as far as this worker knows. */
  public int rollbacksUnderWay() {
    return locked(() -> limits.underWay());
  }

  private void run() {
    lock.lock();
    try {
      while (!closed) {
        long wait = letGo();
        sleepsNanos = wait == Long.MAX_VALUE ? wait : Math.min(wait, LOOK_AGAIN_NANOS);
        if (wait == Long.MAX_VALUE) {
          changed.await();
        } else {
          var _ = changed.awaitNanos(sleepsNanos);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread that gives turns", e);
    } finally {
      lock.unlock();
    }
  }

  /** For other threads; wakes the own one where it would sleep too long. */
  private void letGoNow() {
    if (letGo() < sleepsNanos) {
      changed.signal();
    }
  }

  /** Grants what may be granted; how long until more may be, in nanoseconds. */
  private long letGo() {
    limits.letIn();
    return Math.min(letGo(() -> Turn.Kind.ROLLBACK), letGo(queues::lookOrPoll));
  }

  private long letGo(Supplier<Turn.Kind> kinds) {
    for (Turn.Kind kind = kinds.get(); queues.waiting(kind) > 0; kind = kinds.get()) {
      long wait = limits.nanosUntilNext(queues.limitsOf(kind), time.nanos());
      if (wait > 0) {
        return wait;
      }
      queues.next(kind).grant(time.nanos());
    }
    return Long.MAX_VALUE;
  }

  private final class Asked implements Turn {
    private final TurnState state;

    Asked(TurnState state) {
      this.state = state;
    }

    @Override
    public CompletableFuture<Void> granted() {
      return state.granted();
    }

    @Override
    public OutcomeError hindrance() {
      return locked(() -> limits.hindrance(state.kind()));
    }

    @Override
    public boolean becomesRollback() {
      return locked(
          () -> {
            state.endCall();
            long now = time.nanos();
            boolean may =
                state.isAfterCall()
                    && queues.waiting(Kind.ROLLBACK) == 0
                    && limits.nanosUntilNext(Kind.ROLLBACK, now) <= 0;
            if (may) {
              state.becomeRollback(now);
            }
            letGoNow();
            return may;
          });
    }

    @Override
    public CompletableFuture<Void> place() {
      return locked(
          () -> {
            var place = state.askPlace();
            limits.letIn();
            return place;
          });
    }

    @Override
    public void leavePlace() {
      change(now -> state.leavePlace());
    }

    @Override
    public void countLook() {
      repeated(); // Two reads.
      repeated();
    }

    @Override
    public void callEnded() {
      change(now -> state.endCall());
    }

    @Override
    public void close() {
      change(
          now -> {
            if (!state.granted().isDone()) {
              queues.remove(state);
            }
            state.end();
          });
    }
  }

  @Override
  public void close() {
    change(
        now -> {
          closed = true;
          changed.signal();
        });
  }
}
