package io.rollbackworker.kafka.fleet;

import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assigned partition, from assignment to revocation:
 *
 * <pre>
 *   opening ──► running ──► blocked ──► opening …
 * </pre>
 *
 * <p>Not thread-safe: owned by the poll thread; {@link #status()} may be read by anyone.
 */
final class PartitionSlot {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionSlot.class);
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(15);

  /** Where the slot stands. */
  private sealed interface State {
    /**
     * @param cancelled set by the poll thread, read by the opening thread
     */
    record Opening(CompletableFuture<Opener.Opened> result, AtomicBoolean cancelled)
        implements State {}

    record Running(PartitionLane lane, TopicFacts facts) implements State {}

    /**
     * @param sincePoll number of the last poll that had begun when the failure was seen
     */
    record Blocked(String reason, long sincePoll, long retryAtNanos) implements State {}
  }

  private final int partition;
  private final Opener opener;
  private final Time time;
  private final Fork fork;
  private State state;
  private Duration backOff = FIRST_BACK_OFF;
  private long openedNanos;
  private final PartitionStatus status;

  PartitionSlot(int partition, Opener opener, Time time, Fork fork) {
    this.partition = partition;
    this.opener = opener;
    this.time = time;
    this.fork = fork;
    this.status = new PartitionStatus(partition, time);
    this.state = open();
  }

  private State open() {
    AtomicBoolean cancelled = new AtomicBoolean();
    CompletableFuture<Opener.Opened> result = new CompletableFuture<>();
    status.opening();
    fork.start(
        "open-" + partition,
        () -> {
          try {
            result.complete(opener.open(partition, status::restoring, cancelled::get));
          } catch (Throwable e) { // Also an Error: or it would be opening for ever.
            result.completeExceptionally(e);
          }
        });
    return new State.Opening(result, cancelled);
  }

  /**
   * Looks what has changed since the last poll.
   *
   * @param poll number of the poll that has just returned
   * @return the lane that has just become ready, for the caller to seek and start
   */
  Optional<Opener.Opened> tick(long poll) {
    switch (state) {
      case State.Opening(var result, var cancelled) when result.isDone() -> {
        return opened(result, poll);
      }
      case State.Running(PartitionLane lane, TopicFacts facts) when lane.ended().isPresent() ->
          block(lane.ended().get(), poll);
      // Only after a poll that began after the failure has returned with the partition still ours.
      case State.Blocked(String reason, long sincePoll, long retryAt)
          when poll > sincePoll && time.nanos() - retryAt >= 0 ->
          state = open();
      case State.Opening opening -> {}
      case State.Running running -> {}
      case State.Blocked blocked -> {}
    }
    return Optional.empty();
  }

  private Optional<Opener.Opened> opened(CompletableFuture<Opener.Opened> result, long poll) {
    try {
      Opener.Opened opened = result.join();
      state = new State.Running(opened.lane(), opened.facts());
      openedNanos = time.nanos();
      status.running(opened.lane());
      return Optional.of(opened);
    } catch (CompletionException | CancellationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      block(String.valueOf(cause.getMessage()), poll);
      return Optional.empty();
    }
  }

  private void block(String reason, long poll) {
    if (!status.showsBlocked(reason)) {
      LOG.atError().addKeyValue("partition", partition).log("partition blocked: {}", reason);
    }
    if (status.showsRunning() && time.nanos() - openedNanos > LONGEST_BACK_OFF.toNanos()) {
      backOff = FIRST_BACK_OFF; // It ran well for a while: this is another trouble than the last.
    }
    status.blocked(reason);
    state = new State.Blocked(reason, poll, time.nanos() + backOff.toNanos());
    Duration doubled = backOff.multipliedBy(2);
    backOff = doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
  }

  /** Ends the session because of something that the lane cannot see itself. */
  void fail(String reason) {
    if (state instanceof State.Running(PartitionLane lane, TopicFacts facts)) {
      lane.abort(reason);
    }
  }

  /** The lane that takes records now; null while there is none. */
  @Nullable PartitionLane lane() {
    return state instanceof State.Running(PartitionLane lane, TopicFacts facts)
            && lane.ended().isEmpty()
        ? lane
        : null;
  }

  /** The lane of this session, ended or not; null before there was one. */
  @Nullable PartitionLane anyLane() {
    return state instanceof State.Running(PartitionLane lane, TopicFacts facts) ? lane : null;
  }

  /** What the lane was opened for; null while there is none. */
  @Nullable TopicFacts facts() {
    return state instanceof State.Running(PartitionLane lane, TopicFacts facts) ? facts : null;
  }

  /** Revoked: gives it up in order, within the grace. */
  void close(Duration grace) throws InterruptedException {
    switch (state) {
      case State.Running(PartitionLane lane, TopicFacts facts) -> lane.close(grace);
      case State.Opening opening -> cancel(opening);
      case State.Blocked blocked -> {}
    }
  }

  /** Gives it up at once: somebody else may own it already. */
  void abort(String reason) {
    switch (state) {
      case State.Running(PartitionLane lane, TopicFacts facts) -> lane.abort(reason);
      case State.Opening opening -> cancel(opening);
      case State.Blocked blocked -> {}
    }
  }

  /** A lane that becomes ready after this is closed unstarted. */
  private static void cancel(State.Opening opening) {
    opening.cancelled.set(true);
    var _ =
        opening.result.thenAccept(
            opened -> opened.lane().abort("partition taken away while opening"));
  }

  /** For people: opening, restoring, running, blocked and why. */
  PartitionStatus status() {
    return status;
  }
}
