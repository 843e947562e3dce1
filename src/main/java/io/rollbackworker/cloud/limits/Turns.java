package io.rollbackworker.cloud.limits;

import io.rollbackworker.command.Priority;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.time.Time;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
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
  private final Map<Turn.Kind, PriorityQueue<Waiting>> queues = new EnumMap<>(Turn.Kind.class);
  private final PollShare polls = new PollShare();
  private boolean closed;

  public Turns(String project, Limits limits, Time time) {
    this.limits = limits;
    this.time = time;
    for (Turn.Kind kind : Turn.Kind.values()) {
      queues.put(kind, new PriorityQueue<>(Comparator.comparingLong(waiting -> waiting.rank)));
    }
    Thread.ofVirtual().name("turns-" + project).start(this::run);
  }

  public Turn ask(Turn.Kind kind, Priority priority) {
    return locked(
        () -> {
          Waiting turn = new Waiting(kind, Rank.of(priority, time.nanos()));
          queue(kind).add(turn);
          letGo();
          changed.signal();
          return turn;
        });
  }

  private PriorityQueue<Waiting> queue(Turn.Kind kind) {
    return Objects.requireNonNull(queues.get(kind));
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
              changed.signal();
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
    return locked(() -> queue(kind).size());
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
        if (wait == Long.MAX_VALUE) {
          changed.await();
        } else {
          var _ = changed.awaitNanos(Math.min(wait, LOOK_AGAIN_NANOS));
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread that gives turns", e);
    } finally {
      lock.unlock();
    }
  }

  /** Grants what may be granted; how long until more may be, in nanoseconds. */
  private long letGo() {
    return Math.min(letGo(() -> Turn.Kind.ROLLBACK), letGo(this::lookOrPoll));
  }

  private Turn.Kind lookOrPoll() {
    boolean poll =
        queue(Turn.Kind.LOOK).isEmpty() || (polls.isDue() && !queue(Turn.Kind.POLL).isEmpty());
    return poll ? Turn.Kind.POLL : Turn.Kind.LOOK;
  }

  private long letGo(Supplier<Turn.Kind> kinds) {
    for (Turn.Kind kind = kinds.get(); !queue(kind).isEmpty(); kind = kinds.get()) {
      long wait = limits.nanosUntilNext(polls.limitsOf(kind), time.nanos());
      if (wait > 0) {
        return wait;
      }
      limits.take(kind, time.nanos());
      polls.granted(kind);
      Waiting next = queue(kind).remove();
      next.state = State.GRANTED;
      next.granted.complete(null);
    }
    return Long.MAX_VALUE;
  }

  private enum State {
    WAITING,
    GRANTED,
    CALL_ENDED,
    OVER
  }

  private final class Waiting implements Turn {
    private final long rank;
    private final CompletableFuture<Void> granted = new CompletableFuture<>();
    private Kind kind; // guarded by the lock, like its state
    private State state = State.WAITING;

    Waiting(Kind kind, long rank) {
      this.kind = kind;
      this.rank = rank;
    }

    @Override
    public CompletableFuture<Void> granted() {
      return granted;
    }

    @Override
    public OutcomeError hindrance() {
      return locked(() -> limits.hindrance(kind));
    }

    @Override
    public boolean becomesRollback() {
      return locked(
          () -> {
            callEnded();
            long now = time.nanos();
            boolean may =
                state == State.CALL_ENDED
                    && queue(Kind.ROLLBACK).isEmpty()
                    && limits.nanosUntilNext(Kind.ROLLBACK, now) <= 0;
            if (may) {
              kind = Kind.ROLLBACK;
              state = State.GRANTED;
              limits.take(kind, now);
            }
            return may;
          });
    }

    @Override
    public void countLook() {
      repeated(); // Two reads.
      repeated();
    }

    @Override
    public void callEnded() {
      change(
          now -> {
            if (state == State.GRANTED) {
              limits.callEnded(kind);
              state = State.CALL_ENDED;
            }
          });
    }

    @Override
    public void close() {
      callEnded();
      change(
          now -> {
            if (state == State.CALL_ENDED) {
              limits.told(kind);
            } else {
              queue(kind).remove(this);
            }
            state = State.OVER;
          });
    }
  }

  @Override
  public void close() {
    change(now -> closed = true);
  }
}
