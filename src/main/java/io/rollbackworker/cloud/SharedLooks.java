package io.rollbackworker.cloud;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.time.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Looks for all who follow rollbacks of one project. Few are looked at one by one, at a pace; many
 * by the cloud's lists, which are fewer calls. What the lists do not show is looked at one by one.
 * Thread-safe; a virtual thread of its own while anybody asks.
 */
final class SharedLooks {
  /** So few are not worth a list: its pages cost the cloud more than an object does. */
  private static final int FEW = 16;

  /** Who has waited so long for a turn takes all others along. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A page of each list for so many: reading them is an eighth of the calls at most. */
  private static final int FOR_A_PAGE = 8;

  private static final Duration BETWEEN_LISTS = Duration.ofSeconds(2);

  /** Where the cloud does not show its lists, after some doublings. */
  private static final Duration LONGEST_BETWEEN_LISTS = Duration.ofMinutes(1);

  /** What is not read by then is not worth more repeats. */
  private static final Duration FOR_THE_LISTS = Duration.ofMinutes(1);

  private final Access access;
  private final Function<SnapshotId, Reading> one;
  private final StateLists lists;
  private final Pace pace;
  private final Queue<Asked> asked = new ArrayDeque<>();
  private final Queue<Asked> notListed = new ArrayDeque<>();
  private boolean runs;

  /** Lists are read again from then on; of the own thread alone, as what follows. */
  private long listsFromNanos;

  private Duration betweenLists = BETWEEN_LISTS;

  private record Asked(SnapshotId snapshot, CompletableFuture<Reading> answer) {
    boolean isOver() {
      return answer.isDone();
    }
  }

  /**
   * @param one looks at one snapshot and its volume, in a turn
   * @param pace shared by all projects of the worker
   */
  SharedLooks(Access access, Function<SnapshotId, Reading> one, StateLists lists, Pace pace) {
    this.access = access;
    this.one = one;
    this.lists = lists;
    this.pace = pace;
    this.listsFromNanos = access.time().nanos();
  }

  synchronized CompletableFuture<Reading> ask(SnapshotId snapshot) {
    CompletableFuture<Reading> answer = new CompletableFuture<>();
    asked.add(new Asked(snapshot, answer));
    if (!runs) {
      runs = true;
      Thread.ofVirtual().name("shared-looks-" + access.project()).start(this::run);
    }
    return answer;
  }

  private void run() {
    try {
      while (goesOn()) {
        awaitPace();
        long from = access.time().nanos();
        Turn turn = access.turns().ask(Turn.Kind.LOOK, Priority.LOW);
        turn.granted().join();
        boolean crowded = access.time().nanos() - from > LONG_NANOS;
        List<Asked> many = takeMany(crowded ? 2 : FEW);
        if (many.isEmpty()) {
          takeOne().ifPresentOrElse(next -> look(turn, next), turn::close);
        } else {
          lookIntoLists(turn, many);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread of shared looks", e);
    }
  }

  private synchronized boolean goesOn() {
    asked.removeIf(Asked::isOver);
    notListed.removeIf(Asked::isOver);
    runs = !asked.isEmpty() || !notListed.isEmpty();
    return runs;
  }

  private void awaitPace() throws InterruptedException {
    Optional<Duration> wait = pace.untilTurn();
    while (wait.isEmpty()) {
      access.time().await(new CompletableFuture<>(), Pace.AHEAD);
      wait = pace.untilTurn();
    }
    access.time().await(new CompletableFuture<>(), wait.get());
  }

  /** Empty: they are few, or the lists were read just now. */
  private synchronized List<Asked> takeMany(int atLeast) {
    asked.removeIf(Asked::isOver);
    if (asked.size() < atLeast || access.time().nanos() - listsFromNanos < 0) {
      return List.of();
    }
    List<Asked> many = new ArrayList<>(asked);
    asked.clear();
    return many;
  }

  private synchronized Optional<Asked> takeOne() {
    return Optional.ofNullable(notListed.isEmpty() ? asked.poll() : notListed.poll());
  }

  private void look(Turn turn, Asked next) {
    Thread.ofVirtual()
        .name("shared-look-" + next.snapshot)
        .start(
            () -> {
              try (turn) {
                next.answer.complete(one.apply(next.snapshot));
              } catch (RuntimeException e) {
                next.answer.completeExceptionally(e);
              }
            });
  }

  private void lookIntoLists(Turn turn, List<Asked> many) {
    try (turn) {
      Set<SnapshotId> wanted = new HashSet<>();
      many.forEach(one -> wanted.add(one.snapshot));
      Instant deadline = access.time().now().plus(FOR_THE_LISTS);
      var seen = lists.read(wanted, Math.max(1, wanted.size() / FOR_A_PAGE), deadline);
      betweenLists = seen.isPresent() ? BETWEEN_LISTS : doubled(betweenLists);
      listsFromNanos = access.time().nanos() + betweenLists.toNanos();
      answer(many, seen.orElse(Map.of()));
    } catch (RuntimeException e) {
      many.forEach(one -> one.answer.completeExceptionally(e));
    }
  }

  private static Duration doubled(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_BETWEEN_LISTS) < 0 ? twice : LONGEST_BETWEEN_LISTS;
  }

  private synchronized void answer(List<Asked> many, Map<SnapshotId, Observation> seen) {
    for (Asked one : many) {
      Observation found = seen.get(one.snapshot);
      if (found == null) {
        notListed.add(one);
      } else {
        one.answer.complete(new Reading.Seen(found));
      }
    }
  }
}
