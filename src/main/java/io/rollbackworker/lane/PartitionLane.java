package io.rollbackworker.lane;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.rollback.Change.Receipt;
import io.rollbackworker.rollback.Lane;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.rollback.SessionEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assigned partition's single writer, for one session: the thread that steps its {@link
 * LaneLoop}, what procedures ask of it from their own threads, and its end.
 *
 * <p>The first failure of the journal ends the session: nobody is answered any more, unused permits
 * are burned, and the partition's next session reads what is true from the ledger.
 */
public final class PartitionLane implements Lane {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionLane.class);
  private static final Duration LAST_TRANSACTION = Duration.ofSeconds(1);
  private static final Duration BRIEFLY = Duration.ofMillis(5);
  private static final long IDLE = Long.MIN_VALUE;

  private final int partition;
  private final LaneSetup setup;
  private final Journal journal;
  private final Slice slice;
  private final LaneLoop loop;
  private final Inbox inbox;
  private final PermitRegistry.Session permits = new PermitRegistry.Session();
  private final SessionEnd end;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Memory memory;
  private final Instant openedAt;

  /** Written by the lane's thread after each step, read by all. */
  private volatile LaneReport report;

  /** When the step began that has not ended, or {@value #IDLE}; written by the lane's thread. */
  private volatile long stepSinceNanos = IDLE;

  /**
   * @param slice restored to the ledger's end; its head fits
   * @param openedAt by the broker's clock
   */
  public PartitionLane(
      int partition,
      LaneSetup setup,
      Sorting sorting,
      Journal journal,
      Slice slice,
      Instant openedAt) {
    this.partition = partition;
    this.openedAt = openedAt;
    this.setup = setup;
    this.journal = journal;
    this.slice = slice;
    this.inbox = new Inbox(setup.time());
    this.end = new SessionEnd(setup.time());
    var threads = new ProcedureThreads(partition, this, setup, inbox, this::abort);
    this.loop = new LaneLoop(partition, setup, sorting, journal, slice, threads);
    this.report = loop.report();
    this.memory = loop.memory();
  }

  /** Reconciles what was found first; then takes deliveries. */
  public void start() {
    setup.laneFork().start("lane-" + partition, this::run);
  }

  private void run() {
    List<Inbox.Message> messages = new ArrayList<>();
    try {
      loop.begin();
      while (!inbox.take(messages, loop.hasMore(), loop.pace())) {
        step(messages);
        messages.clear();
      }
      step(messages);
      end("the lane was closed");
      journal.close();
    } catch (Throwable e) { // Also an Error: a lane that is dead must not look alive.
      LOG.atWarn().addKeyValue("partition", partition).setCause(e).log("lane session ended");
      setup.events().sessionEnded();
      end(String.valueOf(e.getMessage()));
      journal.abandon();
    } finally {
      loop.over();
      over.complete(null);
    }
  }

  private void step(List<Inbox.Message> messages) throws JournalFailed {
    stepSinceNanos = setup.time().nanos();
    loop.step(messages);
    report = loop.report();
    stepSinceNanos = IDLE;
  }

  // What procedures call, from any virtual thread.
  @Override
  public Receipt propose(Change change) throws SessionEnded, InterruptedException {
    Inbox.Proposed proposed = new Inbox.Proposed(change, new CompletableFuture<>());
    inbox.put(proposed);
    return end.await(proposed.answer());
  }

  @Override
  public boolean keeps(PlacedCommand placed, OutcomeError why, Duration pause)
      throws SessionEnded, InterruptedException {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    long until = setup.time().nanos() + pause.toNanos();
    inbox.put(new Inbox.Waits(placed.record().offset(), why, until, answer));
    return end.await(answer);
  }

  @Override
  public SendPermit permit(Instant deadline) throws SessionEnded {
    return setup.permits().issue(permits, deadline);
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public Instant openedAt() {
    return openedAt;
  }

  @Override
  public void concluded(SendPermit permit) {
    setup.permits().concluded(permit);
  }

  @Override
  public boolean burnUnused(PermitId permitId) {
    return setup.permits().burnUnused(permitId);
  }

  @Override
  public boolean await(CompletableFuture<?> what, Duration atMost)
      throws SessionEnded, InterruptedException {
    return end.await(what, atMost);
  }

  @Override
  public void pause(Duration duration) throws SessionEnded, InterruptedException {
    end.pause(duration);
  }

  // What the poll thread calls.

  /** Hands records over; {@code next} is the offset that will be read after them. */
  public void deliver(List<Delivery> deliveries, long next) {
    inbox.put(new Inbox.Delivered(deliveries, next));
  }

  /** Whether deliveries wait for room; the partition should be paused. */
  public boolean isFull() {
    return report.full() || inbox.isCrowded();
  }

  /** How it stood after its last step. */
  public LaneReport report() {
    return report;
  }

  /** The runs that are in doubt now. */
  public Collection<Run> doubts() {
    return slice.doubts();
  }

  /** How long the step lasts that is under way; zero between two. */
  public Duration busyFor() {
    long since = stepSinceNanos;
    return since == IDLE ? Duration.ZERO : Duration.ofNanos(setup.time().nanos() - since);
  }

  /** Why the session ended; empty while it lives. */
  public Optional<String> ended() {
    return end.reason();
  }

  /**
   * Gives the partition up in order: no more permits, a last transaction.
   *
   * @param grace how long to wait for requests under way
   */
  public void close(Duration grace) throws InterruptedException {
    setup.permits().close(permits);
    long until = setup.time().nanos() + grace.toNanos();
    while (setup.permits().hasLive(permits)
        && setup.time().nanos() - until < 0
        && end.reason().isEmpty()) {
      end.awaitAtMost(BRIEFLY);
    }
    inbox.close();
    Duration left = Duration.ofNanos(Math.max(0, until - setup.time().nanos()));
    if (!setup.time().await(over, left.plus(LAST_TRANSACTION))) {
      abort("the lane did not close within " + grace);
    }
  }

  /** Gives the partition up at once: somebody else may own it already. */
  public void abort(String reason) {
    setup.permits().close(permits);
    end(reason);
    journal.abandon();
    loop.over();
    inbox.close();
  }

  private void end(String reason) {
    setup.permits().close(permits);
    end.set(reason);
  }
}
