package io.rollbackworker.lane;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.rollback.Change.Receipt;
import io.rollbackworker.rollback.PlacedCommand;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one partition's single writer knows and does, a step at a time:
 *
 * <pre>
 *   messages ──► cycle: deliveries, proposals, evidence, expiries ──► decision ──► answers, next procedures ──► outcomes
 * </pre>
 *
 * <p>Confined to one thread: no lock, no thread and no clock of its own, so that tests step it by
 * hand. After a step has failed it must not be used any more.
 */
final class LaneLoop {
  private final int partition;
  private final LaneSetup setup;
  private final Sorting sorting;
  private final Journal journal;
  private final Slice slice;
  private final LaneWork work;
  private final Head head;
  private final Memory memory;
  private final Backlog backlog;
  private final Places places;
  private final Housekeeping housekeeping;
  private final KeyQueues queues = new KeyQueues();
  private final Hearing hearing;
  private final HeapBudget.Claim heap;

  /** The low end of the last head that is known to be committed. */
  private long settledBelow;

  /** Commands that only a newer version can answer. */
  private int heldForNewer;

  /**
   * @param slice restored to the ledger's end; its head fits
   * @param work what is started after a step's decision
   */
  LaneLoop(
      int partition,
      LaneSetup setup,
      Sorting sorting,
      Journal journal,
      Slice slice,
      LaneWork work) {
    this.partition = partition;
    this.setup = setup;
    this.sorting = sorting;
    this.journal = journal;
    this.slice = slice;
    this.work = work;
    this.head = slice.head().orElseThrow(() -> new IllegalStateException("a lane needs a head"));
    this.memory = head.memory().atLeast(setup.procedures().settings().memory());
    if (!memory.equals(head.memory())) {
      slice.replay(new LedgerRecord.HeadWritten(head.withMemory(memory)));
    }
    this.places = new Places(setup.room(), setup.time().nanos());
    this.heap = setup.heap().claim(partition);
    this.backlog = new Backlog(head.settled(), places, heap);
    this.housekeeping = new Housekeeping(setup.time(), memory, heap, setup.events());
    this.settledBelow = head.settled().low();
    this.hearing = new Hearing(setup.evidence(), setup.procedures(), slice);
    heap.use(slice, 0);
  }

  /** Before the first step: reconciles and watches what was found in the ledger. */
  void begin() {
    slice.forEachLive(
        (id, entry) -> {
          entry
              .openIntent()
              .ifPresent(
                  run -> {
                    queues.occupy(id);
                    work.reconcile(id, run, entry);
                  });
          work.watch(id, entry);
        });
  }

  /**
   * One cycle.
   *
   * @throws JournalFailed when it is unknown what of it is durable
   */
  void step(List<Inbox.Message> messages) throws JournalFailed {
    Cycle cycle = new Cycle(partition, slice, backlog);
    for (Inbox.Message message : messages) {
      switch (message) {
        case Inbox.Delivered(var deliveries, long next) -> backlog.deliver(deliveries, next);
        case Inbox.ReadAgain(var deliveries) -> {
          places.wereRead();
          deliveries.forEach(delivery -> admit(cycle, delivery, true));
        }
        case Inbox.Waits(long offset, var why, long until, var answer) -> {
          boolean keeps = places.keeps(offset, why, until);
          cycle.afterDecision(() -> answer.complete(keeps));
        }
        case Inbox.Proposed(Change change, var answer) -> propose(cycle, change, answer::complete);
        case Inbox.ProcedureOver(SnapshotId key) -> startNext(cycle, key);
        case Inbox.WatchOver(SnapshotId key, var command) ->
            work.watchOver(key, command, slice.entry(key));
        case Inbox.Closing() -> {
          if (!slice.outbox().isEmpty()) {
            cycle.touchHead(); // Which empties it: the next owner need not look for it.
          }
        }
      }
    }
    hearing.changes().forEach(change -> propose(cycle, change, receipt -> {}));
    backlog.beginCycle();
    for (var next = backlog.next(); next.isPresent(); next = backlog.next()) {
      admit(cycle, next.get(), false);
    }
    List<Long> again = places.again(setup.time().now(), setup.time().nanos());
    if (!again.isEmpty()) {
      cycle.afterDecision(() -> work.readAgain(again));
    }
    housekeeping.run(cycle, slice, queues::isBusy);
    decide(cycle);
    heap.use(slice, backlog.heldBytes());
  }

  /**
   * @param again it was parked, and has room now
   */
  private void admit(Cycle cycle, Delivery delivery, boolean again) {
    long offset = delivery.offset();
    if (backlog.isSettled(offset)) {
      places.leave(offset); // Meanwhile, as by an intent that was found.
      return;
    }
    switch (sorting.sort(delivery, slice::isOfNewerFormat)) {
      case Arrival.Placed(PlacedCommand placed) -> {
        int bytes = delivery.sizeBytes();
        if (again) {
          start(cycle, placed.afterWaitingFor(places.why(offset)));
        } else if (places.enter(Asked.of(placed, bytes, setup.procedures().settings()))) {
          start(cycle, placed);
        }
      }
      case Arrival.OfNewerVersion held -> {
        places.leave(offset);
        heldForNewer++;
      }
      case Arrival.Immediate immediate -> cycle.answer(immediate, offset);
    }
  }

  private void start(Cycle cycle, PlacedCommand placed) {
    if (placed.command().dryRun()) {
      cycle.afterDecision(() -> work.dryRun(placed, entryOf(placed)));
    } else if (queues.enter(placed)) {
      cycle.afterDecision(() -> work.answer(placed, entryOf(placed)));
    }
  }

  private void propose(Cycle cycle, Change change, Consumer<Receipt> asker) {
    Receipt receipt = cycle.propose(change);
    cycle.afterDecision(
        () -> {
          if (receipt instanceof Receipt.Written(Entry entry)) {
            hearing.again(entry);
            work.watch(change.snapshotId(), entry);
          }
          asker.accept(receipt);
        });
  }

  private Entry entryOf(PlacedCommand placed) {
    return slice.entry(placed.command().snapshotId());
  }

  private void startNext(Cycle cycle, SnapshotId key) {
    for (var next = queues.leave(key); next.isPresent(); next = queues.leave(key)) {
      PlacedCommand placed = next.get();
      if (!backlog.isSettled(placed.record().offset())) {
        cycle.afterDecision(() -> work.answer(placed, entryOf(placed)));
        return;
      }
    }
  }

  /** Permits, procedures and answers rest on what was seen, not on what was told. */
  private void decide(Cycle cycle) throws JournalFailed {
    List<LedgerRecord> records = cycle.finish(journal.outcomesEnd());
    if (!records.isEmpty()) {
      long start = setup.time().nanos();
      journal.decide(records);
      setup.events().committed(Duration.ofNanos(setup.time().nanos() - start));
      if (cycle.writesHead()) {
        settledBelow = head.settled().low();
      }
    }
    cycle.runAfterDecision();
    if (cycle.tells()) {
      journal.tell(slice.outbox());
      cycle.outcomes().forEach(outcome -> setup.events().told(outcome, partition));
    }
  }

  /** Whether deliveries wait for which there is room: the next step has work without messages. */
  boolean hasMore() {
    return backlog.hasMore() || hearing.hasMore() || housekeeping.hasMore();
  }

  /** How long the next step should come after this one. */
  Duration pace() {
    return Company.pace(places.atWork());
  }

  /** No step comes any more; from any thread. */
  void over() {
    heap.release();
  }

  /** As long as any worker was ever configured to remember, so that none forgets for the others. */
  Memory memory() {
    return memory;
  }

  /** How it stands after the last step. */
  LaneReport report() {
    return LaneReport.of(settledBelow, backlog, places, slice, heldForNewer);
  }
}
