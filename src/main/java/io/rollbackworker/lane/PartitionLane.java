package io.rollbackworker.lane;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.Slice;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assigned partition's single writer, for one session:
 *
 * <pre>
 *   inbox ──► cycle: deliveries, proposals, expiries ──► one transaction ──► answers, next procedures
 * </pre>
 *
 * <p>Slice, queues and admission are owned by the lane's thread. Procedures run on virtual threads
 * of their own and come back through the inbox. The first failure of the journal ends the session:
 * nobody is answered any more, unused permits are burned, and the partition's next session reads
 * what is true from the ledger.
 */
public final class PartitionLane implements Lane {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionLane.class);
  private static final Duration LAST_TRANSACTION = Duration.ofSeconds(1);
  private static final long IDLE = Long.MIN_VALUE;

  private final int partition;
  private final LaneSetup setup;
  private final Sorting sorting;
  private final Journal journal;
  private final Slice slice;
  private final Head head;
  private final Backlog backlog;
  private final Housekeeping housekeeping;
  private final KeyQueues queues = new KeyQueues();
  private final Inbox inbox = new Inbox();
  private final PermitRegistry.Session permits = new PermitRegistry.Session();
  private final SessionEnd end = new SessionEnd();
  private final ProcedureThreads threads;
  private final Thread thread;

  /** Commands that only a newer version can answer; owned by the lane's thread. */
  private int heldForNewer;

  /** Written by the lane's thread after each cycle, read by all. */
  private volatile LaneReport report;

  /** When the cycle began that has not ended, or {@value #IDLE}; written by the lane's thread. */
  private volatile long cycleSinceNanos = IDLE;

  /**
   * @param slice restored to the ledger's end; its head fits
   */
  public PartitionLane(
      int partition, LaneSetup setup, Sorting sorting, Journal journal, Slice slice) {
    this.partition = partition;
    this.setup = setup;
    this.sorting = sorting;
    this.journal = journal;
    this.slice = slice;
    this.head = slice.head().orElseThrow(() -> new IllegalStateException("a lane needs a head"));
    this.backlog = new Backlog(head.settled());
    this.housekeeping = new Housekeeping(setup.time(), setup.procedures().settings());
    this.report = LaneReport.of(head.settled().low(), backlog, slice, 0);
    this.threads = new ProcedureThreads(partition, this, setup.procedures(), inbox, this::abort);
    this.thread = Thread.ofPlatform().name("lane-" + partition).unstarted(this::loop);
  }

  /** Reconciles what was found first; then takes deliveries. */
  public void start() {
    slice.forEach(
        (id, entry) -> {
          entry.openIntent().ifPresent(run -> reconcile(id, run, entry));
          threads.watch(id, entry);
        });
    thread.start();
  }

  private void reconcile(SnapshotId id, Run intent, Entry entry) {
    queues.occupy(id);
    threads.reconcile(id, intent, entry);
  }

  // The lane's thread.

  private void loop() {
    List<Inbox.Message> messages = new ArrayList<>();
    try {
      while (!inbox.take(messages, backlog.hasMore())) {
        runCycle(messages);
        messages.clear();
      }
      runCycle(messages);
      end("the lane was closed");
      journal.close();
    } catch (Throwable e) { // Also an Error: a lane that is dead must not look alive.
      LOG.atWarn().addKeyValue("partition", partition).setCause(e).log("lane session ended");
      setup.events().sessionEnded();
      end(String.valueOf(e.getMessage()));
      journal.abandon();
    }
  }

  private void runCycle(List<Inbox.Message> messages) throws JournalFailed {
    cycleSinceNanos = setup.time().nanos();
    Cycle cycle = new Cycle(slice, backlog);
    for (Inbox.Message message : messages) {
      switch (message) {
        case Inbox.Delivered(var deliveries, long next) -> backlog.deliver(deliveries, next);
        case Inbox.Proposed(Change change, var answer) -> propose(cycle, change, answer::complete);
        case Inbox.ProcedureOver(SnapshotId key) -> startNext(cycle, key);
        case Inbox.WatchOver(SnapshotId key, var command) ->
            threads.watchOver(key, command, slice.entry(key));
      }
    }
    backlog.beginCycle();
    for (var next = backlog.next(); next.isPresent(); next = backlog.next()) {
      admit(cycle, next.get());
    }
    housekeeping.run(cycle, slice, queues::isBusy);
    commit(cycle);
    cycleSinceNanos = IDLE;
  }

  private void admit(Cycle cycle, Delivery delivery) {
    switch (sorting.sort(delivery, slice::isOfNewerFormat)) {
      case Arrival.Placed(PlacedCommand placed) when placed.command().dryRun() ->
          cycle.afterCommit(() -> threads.dryRun(placed, entryOf(placed)));
      case Arrival.Placed(PlacedCommand placed) -> {
        if (queues.enter(placed)) {
          cycle.afterCommit(() -> threads.answer(placed, entryOf(placed)));
        }
      }
      case Arrival.Evident(var evidence, var record) ->
          propose(
              cycle,
              setup.procedures().evidence(evidence, record, slice.entry(evidence.snapshotId())),
              answer -> {});
      case Arrival.OfNewerVersion held -> heldForNewer++;
      case Arrival.Immediate immediate -> cycle.answer(immediate, delivery.offset());
    }
  }

  private void propose(Cycle cycle, Change change, Consumer<Receipt> asker) {
    Receipt answer = cycle.propose(change);
    cycle.afterCommit(
        () -> {
          if (answer instanceof Receipt.Written(Entry entry)) {
            threads.watch(change.snapshotId(), entry);
          }
          asker.accept(answer);
        });
  }

  private Entry entryOf(PlacedCommand placed) {
    return slice.entry(placed.command().snapshotId());
  }

  private void startNext(Cycle cycle, SnapshotId key) {
    for (var next = queues.leave(key); next.isPresent(); next = queues.leave(key)) {
      PlacedCommand placed = next.get();
      if (!backlog.isSettled(placed.record().offset())) {
        cycle.afterCommit(() -> threads.answer(placed, entryOf(placed)));
        return;
      }
    }
  }

  private void commit(Cycle cycle) throws JournalFailed {
    List<Write> writes = cycle.finish();
    long settledBelow = report.settledBelow();
    if (!writes.isEmpty()) {
      long start = setup.time().nanos();
      journal.commit(writes);
      setup.events().committed(Duration.ofNanos(setup.time().nanos() - start));
      if (cycle.writesHead()) {
        settledBelow = head.settled().low();
      }
      cycle.outcomes().forEach(outcome -> setup.events().told(outcome, partition));
    }
    report = LaneReport.of(settledBelow, backlog, slice, heldForNewer);
    cycle.runAfterCommit();
  }

  // What procedures call, from any virtual thread.
  @Override
  public Receipt propose(Change change) throws SessionEnded, InterruptedException {
    Inbox.Proposed proposed = new Inbox.Proposed(change, new CompletableFuture<>());
    inbox.put(proposed);
    return end.await(proposed.answer());
  }

  @Override
  public SendPermit permit(Instant deadline) throws SessionEnded {
    return setup.permits().issue(permits, deadline);
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

  /** How it stood after its last cycle. */
  public LaneReport report() {
    return report;
  }

  /** The runs that are in doubt now. */
  public Collection<Run> doubts() {
    return slice.doubts();
  }

  /** How long the cycle lasts that is under way; zero between two. */
  public Duration busyFor() {
    long since = cycleSinceNanos;
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
      end.awaitBriefly();
    }
    inbox.close();
    Duration left = Duration.ofNanos(Math.max(0, until - setup.time().nanos()));
    if (!thread.join(left.plus(LAST_TRANSACTION))) {
      abort("the lane did not close within " + grace);
    }
  }

  /** Gives the partition up at once: somebody else may own it already. */
  public void abort(String reason) {
    setup.permits().close(permits);
    end(reason);
    journal.abandon();
    inbox.close();
  }

  private void end(String reason) {
    setup.permits().close(permits);
    end.set(reason);
  }
}
