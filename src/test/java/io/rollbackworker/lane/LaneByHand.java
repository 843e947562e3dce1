package io.rollbackworker.lane;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.Settled;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.rollback.Change.Receipt;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.MemoryJournal;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.Unheard;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Fork;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A lane's loop whose steps a test makes; what it starts is written down instead. */
final class LaneByHand {
  static final int PARTITION = 3;

  private final ByHand world = new ByHand();
  final ManualTime time = world.time;
  final CheckedTime checked = Samples.checked(time);
  final MemoryJournal journal = new MemoryJournal();
  final EvidenceBook evidence = new EvidenceBook();

  /** What was started, in its order. */
  final List<String> work = new ArrayList<>();

  LaneRoom room = Samples.ROOM;
  HeapBudget heap = Samples.heap();
  Slice slice = new Slice();
  LaneLoop loop;

  /** The offset after the last delivery. */
  long next;

  LaneByHand() {
    Head head = Samples.head(4, "workers", 0);
    try {
      journal.decide(List.of(new LedgerRecord.HeadWritten(head)));
    } catch (Journal.JournalFailed e) {
      throw new IllegalStateException(e);
    }
  }

  /** Over what the journal holds, and records that this version could not have written. */
  void openWith(LedgerRecord... more) {
    slice = journal.replayed();
    List.of(more).forEach(slice::replay);
    LaneSetup setup =
        new LaneSetup(
            world.procedures,
            new PermitRegistry(time, Samples::permitKey, Samples.RULES.permitLife()),
            evidence,
            room,
            heap,
            (partition, offsets) -> List.of(),
            new Unheard(),
            CrashPoints.NONE,
            checked,
            (name, task) -> task.run(),
            Fork.PLATFORM);
    Sorting sorting =
        new Sorting(
            "rollback.commands",
            Samples.TOPIC_ID,
            PARTITION,
            id -> PARTITION,
            new CommandDecoder(65_536),
            Policies.NONE,
            checked,
            "worker-1");
    loop = new LaneLoop(PARTITION, setup, sorting, journal, slice, new Noted());
    loop.begin();
  }

  void open() {
    openWith();
  }

  /** A broker has just stored something, by the right clock. */
  void stored() {
    var _ = checked.stored(checked.sent(), time.now());
  }

  void step(Inbox.Message... messages) throws Journal.JournalFailed {
    loop.step(List.of(messages));
  }

  void deliver(long offset, String value) throws Journal.JournalFailed {
    next = offset + 1;
    step(new Inbox.Delivered(List.of(delivery(offset, value)), next));
  }

  Delivery delivery(long offset, String value) {
    return new Delivery(
        offset, time.now(), true, null, value.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  Receipt propose(Change change) throws Journal.JournalFailed {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    step(new Inbox.Proposed(change, receipt));
    return receipt.join();
  }

  Origin place(long offset) {
    return new Origin(Samples.TOPIC_ID, PARTITION, offset, Samples.NOW);
  }

  /** A run of some snapshot. */
  Run run(SnapshotId id, String commandId, long offset) {
    Run sample = Samples.run(commandId, offset, Samples.intent());
    Subject subject = sample.subject();
    return new Run(
        new Subject(
            id,
            subject.volumeId(),
            subject.projectId(),
            subject.commandId(),
            subject.origin(),
            subject.audit(),
            null,
            subject.traceparent()),
        sample.payloadHash(),
        place(offset),
        false,
        sample.state().storedAt(Samples.NOW));
  }

  static SnapshotId other(int number) {
    return new SnapshotId("00000000-b3d8-4432-a858-%012d".formatted(number));
  }

  /** All that a slice knows. */
  static Map<String, Object> content(Slice slice) {
    Map<String, Object> content = new TreeMap<>();
    slice.forEach((id, entry) -> content.put(id.value(), entry));
    content.put("next version", slice.nextVersion());
    content.put("outbox", slice.outbox());
    Settled settled = slice.head().orElseThrow().settled();
    content.put("settled below", settled.low());
    StringBuilder above = new StringBuilder();
    for (long offset = settled.low(); offset < settled.low() + 5_000; offset++) {
      above.append(settled.contains(offset) ? '1' : '0');
    }
    content.put("settled above", above.toString());
    return content;
  }

  private final class Noted implements LaneWork {
    @Override
    public void answer(PlacedCommand placed, Entry entry) {
      work.add("answer " + placed.command().commandId());
    }

    @Override
    public void readAgain(List<Long> offsets) {
      work.add("read again " + offsets);
    }

    @Override
    public void dryRun(PlacedCommand placed, Entry entry) {
      work.add("dry run " + placed.command().commandId());
    }

    @Override
    public void reconcile(SnapshotId key, Run intent, Entry entry) {
      work.add("reconcile " + intent.commandId());
    }

    @Override
    public void watch(SnapshotId key, Entry entry) {
      work.add("watch");
    }

    @Override
    public void watchOver(SnapshotId key, CommandId commandId, Entry entry) {
      work.add("watch over " + commandId);
    }
  }
}
