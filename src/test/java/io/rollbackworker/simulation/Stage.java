package io.rollbackworker.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Runs tasks one at a time: a task acts until it waits, which it does through {@link #await} alone,
 * and hands its turn over. Which of those that can go on does so next is drawn by lot. Time goes on
 * only when nobody can act. Not thread-safe but for the tasks' hand-over.
 */
final class Stage {
  static final Instant BEGINNING = Instant.parse("2026-11-21T03:00:00Z");

  /** Of a schedule; few take more than a tenth. */
  private static final long MOST_STEPS = 200_000;

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
  private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();

  final Random chance;
  private final Semaphore back = new Semaphore(0);
  private final List<Task> tasks = new ArrayList<>();
  private long nanos;
  private long steps;
  private Task current;
  private boolean closed;

  private List<String> happened;

  /** What broke although nothing may. */
  private Throwable broken;

  /** Whose tasks die and freeze together. */
  interface Host {
    boolean isDead();

    /** Its tasks do nothing before this time. */
    long frozenUntil();

    Host NOBODY =
        new Host() {
          @Override
          public boolean isDead() {
            return false;
          }

          @Override
          public long frozenUntil() {
            return 0;
          }
        };
  }

  /** The process is no more; nothing that catches it may change the world. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final class Task {
    final Host host;
    final String name;
    final Semaphore go = new Semaphore(0);
    CompletableFuture<?> what = DONE;
    long until = Long.MAX_VALUE;
    boolean over;

    Task(Host host, String name) {
      this.host = host;
      this.name = name;
    }

    boolean canGoOn() {
      return host.isDead() || ((what.isDone() || until <= nanos) && host.frozenUntil() <= nanos);
    }

    /** When it can, if nothing happens. */
    long next() {
      return Math.max(what.isDone() ? 0 : until, host.frozenUntil());
    }
  }

  Stage(long seed) {
    this.chance = new Random(seed);
  }

  long nanos() {
    return nanos;
  }

  /** True time: no clock of the simulation shows it. */
  Instant now() {
    return BEGINNING.plusNanos(nanos);
  }

  void start(Host host, String name, Runnable work) {
    Task task = new Task(host, name);
    tasks.add(task);
    Thread.ofVirtual()
        .start(
            () -> {
              task.go.acquireUninterruptibly();
              try {
                requireAlive(task);
                work.run();
              } catch (Killed e) {
                // As it should be.
              } catch (Throwable e) {
                broken = broken == null ? new IllegalStateException(name + " broke", e) : broken;
              } finally {
                task.over = true;
                back.release();
              }
            });
  }

  /** Whether it was done by then. */
  boolean await(CompletableFuture<?> what, Duration atMost) {
    Task task = current;
    task.what = what;
    long end = nanos + Math.min(atMost.toNanos(), Duration.ofDays(1_000).toNanos());
    task.until = end;
    back.release();
    task.go.acquireUninterruptibly();
    requireAlive(task);
    return what.isDone();
  }

  private void requireAlive(Task task) {
    if (closed || task.host.isDead()) {
      throw new Killed();
    }
  }

  /**
   * @param lines null: nobody wants to know
   */
  void tellTo(List<String> lines) {
    happened = lines;
  }

  /** For who reads the story. */
  void tell(String what) {
    if (happened != null) {
      happened.add("%9.3f s  %s".formatted(nanos / 1e9, what));
    }
  }

  boolean isTold() {
    return happened != null;
  }

  /** Others may act before what follows. */
  void turn() {
    await(DONE, Duration.ZERO);
  }

  void pause(Duration duration) {
    await(NEVER, duration);
  }

  /** Lets one task act; false where none can until that time. */
  boolean step(long limitNanos) {
    List<Task> able = tasks.stream().filter(Task::canGoOn).toList();
    if (able.isEmpty()) {
      long next = tasks.stream().mapToLong(Task::next).min().orElse(Long.MAX_VALUE);
      nanos = Math.max(nanos, Math.min(next, limitNanos));
      return next <= limitNanos;
    }
    Task task = able.get(chance.nextInt(able.size()));
    current = task;
    if (++steps > MOST_STEPS) {
      throw new IllegalStateException(task.name + " goes round and round");
    }
    task.go.release();
    back.acquireUninterruptibly();
    if (task.over) {
      tasks.remove(task);
    }
    return true;
  }

  /** Until that time. */
  void runUntil(long limitNanos) {
    while (nanos < limitNanos && broken == null && step(limitNanos)) {
      assert true;
    }
    requireWhole();
    nanos = Math.max(nanos, limitNanos);
  }

  /** Ends all tasks: nobody would ever wake their threads. */
  void close() {
    closed = true;
    while (!tasks.isEmpty()) {
      Task task = tasks.removeLast();
      current = task;
      task.go.release();
      back.acquireUninterruptibly();
    }
  }

  void requireWhole() {
    if (broken != null) {
      throw new IllegalStateException(broken);
    }
  }
}
