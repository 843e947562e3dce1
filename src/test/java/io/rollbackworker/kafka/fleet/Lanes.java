package io.rollbackworker.kafka.fleet;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.lane.PermitRegistry;
import io.rollbackworker.lane.Sorting;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.MemoryJournal;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.Unheard;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Opens one partition's lanes over a journal in memory, as {@link LaneOpener} does over Kafka. */
final class Lanes {
  static final int PARTITION = 3;
  static final TopicFacts FACTS =
      new TopicFacts(Samples.TOPIC_ID, "1HZMxqZZQMCB5ksp9VwZ9A", "control", 4);

  /** The head's offset. */
  static final long POSITION = 17;

  static final Fork AT_ONCE = (name, work) -> work.run();

  final List<PartitionLane> opened = new ArrayList<>();
  final MemoryJournal journal = new MemoryJournal();

  /** Why nothing can be opened; empty: it can. */
  String broken = "";

  private final ByHand world;

  Lanes(ByHand world) {
    this.world = world;
  }

  Opener.Opened open() throws ContractBroken {
    if (!broken.isEmpty()) {
      throw new ContractBroken(broken);
    }
    Head head = Samples.head(4, "workers", POSITION);
    MemoryJournal own = opened.isEmpty() ? journal : journal.successor();
    try {
      own.decide(List.of(new LedgerRecord.HeadWritten(head)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var sorting =
        new Sorting(
            "rollback.commands",
            Samples.TOPIC_ID,
            PARTITION,
            id -> PARTITION,
            new CommandDecoder(65_536),
            Policies.NONE,
            Samples.checked(world.time),
            "worker-1");
    LaneSetup setup =
        new LaneSetup(
            world.procedures,
            new PermitRegistry(world.time, Samples::permitKey, Duration.ofSeconds(30)),
            new EvidenceBook(),
            Samples.ROOM,
            Samples.heap(),
            (partition, offsets) -> List.of(),
            new Unheard(),
            CrashPoints.NONE,
            Samples.checked(new RealWaiting(world.time)),
            AT_ONCE,
            Fork.PLATFORM);
    PartitionLane lane =
        new PartitionLane(PARTITION, setup, sorting, own, own.replayed(), Samples.NOW);
    opened.add(lane);
    return new Opener.Opened(lane, FACTS, POSITION);
  }

  /** Opens at once. */
  PartitionSlot slot() {
    return new PartitionSlot(
        PARTITION, (partition, progress, cancelled) -> open(), world.time, AT_ONCE);
  }

  void end() {
    opened.forEach(lane -> lane.abort("the test is over"));
  }

  /** The lanes' own threads really wait, and the test waits for them; the clocks are by hand. */
  private record RealWaiting(Time clocks) implements Time {
    @Override
    public Instant now() {
      return clocks.now();
    }

    @Override
    public long nanos() {
      return clocks.nanos();
    }

    @Override
    public boolean await(CompletableFuture<?> what, Duration atMost) throws InterruptedException {
      return Time.system().await(what, atMost);
    }
  }
}
