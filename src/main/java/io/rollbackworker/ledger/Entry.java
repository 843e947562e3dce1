package io.rollbackworker.ledger;

import io.rollbackworker.command.CommandId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is remembered about one snapshot. Immutable; every change makes the next version, and
 * the lane writes a change only if the entry still has the version that it was made from.
 *
 * <p>Guarantees: at most {@value #MAX_RUNS} runs; at most one of them open; command ids are
 * different.
 *
 * @param version 0 for an entry that is not in the ledger
 * @param runs oldest first
 */
public record Entry(long version, List<Run> runs) {
  /**
   * This program reads all up to it. Format 2 knows what baselines describe, and of doubts their
   * cause and when they were stored; 3 the word of the cloud's log; 4 who is proven to have asked.
   */
  public static final int FORMAT = 4;

  public static final int MAX_RUNS = 16;
  public static final Entry NONE = new Entry(0, List.of());

  public Entry {
    runs = List.copyOf(runs);
    if (runs.size() > MAX_RUNS) {
      throw new IllegalArgumentException("an entry has at most 16 runs, not " + runs.size());
    }
    if (runs.size() > 1) { // Restores make millions with one.
      requireFitting(runs);
    }
  }

  private static void requireFitting(List<Run> runs) {
    if (runs.stream().filter(run -> run.state().isOpen()).count() > 1) {
      throw new IllegalArgumentException("an entry has at most one open run");
    }
    if (runs.stream().map(Run::commandId).distinct().count() < runs.size()) {
      throw new IllegalArgumentException("the runs of an entry have different command ids");
    }
  }

  public Optional<Run> run(CommandId id) {
    return runs.stream().filter(run -> run.commandId().equals(id)).findFirst();
  }

  public Optional<Run> open() {
    return runs.stream().filter(run -> run.state().isOpen()).findFirst();
  }

  /** The run whose request may have been sent, and nobody was told anything. */
  public Optional<Run> openIntent() {
    return open().filter(run -> run.state() instanceof RunState.Intent);
  }

  /** The newest run whose request the cloud took. */
  public Optional<Run> lastAccepted() {
    return runs.reversed().stream().filter(Run::wasAccepted).findFirst();
  }

  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Whether nothing more will be told of any run. */
  boolean hasEnded() {
    return !isEmpty() && runs.stream().allMatch(run -> run.state() instanceof RunState.Final);
  }

  /**
   * With this run in its place, or as the newest; makes room by forgetting what nobody can ask for.
   */
  public Entry with(Run changed) {
    List<Run> next = new ArrayList<>(runs);
    int at = indexOf(changed.commandId());
    if (at >= 0) {
      next.set(at, changed);
    } else {
      next.add(changed);
    }
    return trimmed(next);
  }

  /** Without a run whose request is certain not to have been taken. */
  public Entry without(CommandId id) {
    return new Entry(version, runs.stream().filter(run -> !run.commandId().equals(id)).toList());
  }

  public Entry atVersion(long next) {
    return new Entry(next, runs);
  }

  private int indexOf(CommandId id) {
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).commandId().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private Entry trimmed(List<Run> next) {
    Optional<Run> lastAccepted = next.reversed().stream().filter(Run::wasAccepted).findFirst();
    next.removeIf(run -> isForgettable(run, lastAccepted) && !canBeAskedFor(run));
    while (next.size() > MAX_RUNS) {
      next.remove(
          next.stream()
              .filter(run -> isForgettable(run, lastAccepted))
              .filter(run -> !run.hasRequest())
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("ask canTakeAnotherRequest() before")));
    }
    return new Entry(version, next);
  }

  /** Without the requests that are so old that nobody asks for them any more. */
  public Entry forgetting(Instant keepSince) {
    Optional<Run> last = lastAccepted();
    return new Entry(
        version,
        runs.stream()
            .filter(run -> !isForgettable(run, last) || !run.state().isForgettable(keepSince))
            .toList());
  }

  /** A run that made a request is never forgotten to make room for another one. */
  public boolean canTakeAnotherRequest() {
    Optional<Run> last = lastAccepted();
    return runs.stream().filter(run -> run.hasRequest() || !isForgettable(run, last)).count()
        < MAX_RUNS;
  }

  /** Its end is told, and nobody is measured by it. */
  private static boolean isForgettable(Run run, Optional<Run> lastAccepted) {
    return run.state().hasEnded() && !lastAccepted.filter(run::equals).isPresent();
  }

  /**
   * By its command id, or by evidence: a rejection after a request stays, also without a command
   * id, because the worker that sent it may still come and say that it was taken after all.
   */
  private static boolean canBeAskedFor(Run run) {
    return !run.namedByOrigin() || run.state() instanceof RunState.Refused;
  }
}
