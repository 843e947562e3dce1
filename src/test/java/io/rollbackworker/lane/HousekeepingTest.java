package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.LedgerRecord.EntryRemoved;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.LedgerRecord.HeadWritten;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lane forgets, and when it writes its head although nothing is settled. */
class HousekeepingTest {
  /** Window and greatest age of the samples' rules, and the interval between two looks. */
  private static final Duration OLD = Duration.ofHours(25).plusMinutes(2);

  private final LaneByHand lane = new LaneByHand();

  @Test
  void shouldForgetWhatNobodyCanAskForAnyMore() throws Exception {
    remember(Samples.SNAPSHOT, Samples.completed());
    lane.open();
    lane.time.advance(OLD.minusMinutes(4));
    lane.step();
    assertThat(removed()).isZero();

    lane.time.advance(Duration.ofMinutes(4));
    lane.step();

    assertThat(removed()).isEqualTo(1);
    assertThat(lane.slice.isEmpty()).isTrue();
  }

  /** The fleet's memory is as long as the longest that any worker was configured with. */
  @Test
  void shouldNotForgetForWorkersThatRememberLonger() throws Exception {
    Memory longer = new Memory(Duration.ofHours(48), Duration.ofMinutes(1));
    lane.journal.decide(
        List.of(new LedgerRecord.HeadWritten(Samples.head(4, "workers", 0).withMemory(longer))));
    remember(Samples.SNAPSHOT, Samples.completed());
    lane.open();
    lane.time.advance(OLD);
    lane.step();
    assertThat(removed()).isZero();
    assertThat(lane.journal.replayed().head().orElseThrow().memory())
        .isEqualTo(new Memory(Duration.ofHours(48), Samples.RULES.greatestAge()));

    lane.time.advance(Duration.ofHours(24));
    lane.step();
    assertThat(removed()).isEqualTo(1);
  }

  /** One bad clock would forget for all, for good. */
  @Test
  void shouldNotForgetByAClockThatJumpsAhead() throws Exception {
    remember(Samples.SNAPSHOT, Samples.completed());
    lane.open();
    lane.stored();
    lane.time.jump(Duration.ofDays(2));
    lane.time.advance(Duration.ofMinutes(2));
    lane.step();

    assertThat(removed()).isZero();
  }

  static Stream<RunState> unfinished() {
    return Stream.of(Samples.intent(), Samples.inDoubt(), Samples.accepted());
  }

  @ParameterizedTest
  @MethodSource("unfinished")
  void shouldKeepForEverWhatHasNotEnded(RunState state) throws Exception {
    remember(Samples.SNAPSHOT, state);
    lane.open();

    lane.time.advance(Duration.ofDays(400));
    lane.step();

    assertThat(removed()).isZero();
  }

  @Test
  void shouldKeepWhatAProcedureWorksOn() throws Exception {
    remember(Samples.SNAPSHOT, Samples.completed());
    lane.open();
    lane.deliver(0, "{\"snapshot_id\":\"" + Samples.SNAPSHOT + "\"}");

    lane.time.advance(OLD);
    lane.step();
    assertThat(removed()).isZero();

    lane.step(new Inbox.ProcedureOver(Samples.SNAPSHOT));
    lane.time.advance(Duration.ofMinutes(2));
    lane.step();
    assertThat(removed()).isEqualTo(1);
  }

  @Test
  void shouldForgetInTransactionsOfBoundedSize() throws Exception {
    for (int i = 0; i < 1_700; i++) {
      remember(LaneByHand.other(i), Samples.completed());
    }
    lane.open();

    lane.time.advance(OLD);
    lane.step();
    assertThat(removed()).isEqualTo(1_000);
    assertThat(lane.loop.hasMore()).isTrue();

    lane.step();
    assertThat(removed()).isEqualTo(1_700);
    assertThat(lane.loop.hasMore()).isFalse();
  }

  @Test
  void shouldForgetWhatMadeNoRequestWhenMemoryIsShort() throws Exception {
    remember(LaneByHand.other(0), Samples.completed());
    for (int i = 1; i <= 1_500; i++) {
      remember(LaneByHand.other(i), Samples.rejected());
    }
    lane.heap = new HeapBudget(lane.journal.replayed().bytes());
    lane.open();

    lane.step();

    assertThat(removed()).isEqualTo(1_000);
    assertThat(lane.slice.entry(LaneByHand.other(0)).isEmpty()).isFalse();
    assertThat(lane.slice.entry(LaneByHand.other(1)).isEmpty()).isTrue();
    assertThat(lane.slice.entry(LaneByHand.other(1_500)).isEmpty()).isFalse();
    assertThat(lane.journal.replayed().size()).isEqualTo(lane.slice.size());
    lane.step();
    assertThat(removed()).isEqualTo(1_000);
  }

  @Test
  void shouldNotForgetForRoomWhatMadeARequestOrIsWorkedOn() throws Exception {
    remember(LaneByHand.other(0), Samples.completed());
    remember(Samples.SNAPSHOT, Samples.rejected());
    lane.open();
    lane.deliver(0, "{\"snapshot_id\":\"" + Samples.SNAPSHOT + "\"}");
    HeapBudget.Claim others = lane.heap.claim(9);
    others.use(lane.slice, 2L << 40);

    lane.step();

    assertThat(removed()).isZero();
    assertThat(lane.loop.hasMore()).isFalse();
  }

  @Test
  void shouldTakeNothingNewWithoutMemoryAndSayWhy() throws Exception {
    lane.open();
    HeapBudget.Claim others = lane.heap.claim(9);
    others.use(lane.slice, 2L << 40);

    lane.deliver(0, "{\"snapshot_id\":\"" + Samples.SNAPSHOT + "\"}");

    assertThat(lane.loop.report().open()).isZero();
    assertThat(lane.loop.report().full()).isTrue();
    assertThat(lane.loop.report().fullBecause())
        .isEqualTo(
            "the worker's memory is used up: its partitions hold 2,097,152 of 1,048,576 MiB"
                + " (worker.heap-percent), this one 0 entries; give it more heap, or let more"
                + " workers share the partitions");

    others.release();
    lane.step();
    assertThat(lane.loop.report().open()).isEqualTo(1);
    assertThat(lane.loop.report().fullBecause()).isEmpty();
  }

  @Test
  void shouldWriteTheHeadWhenOffsetsWerePassedOver() throws Exception {
    lane.open();
    lane.time.advance(Duration.ofSeconds(31));
    lane.step(new Inbox.Delivered(List.of(), 5));
    int heads = heads();

    lane.time.advance(Duration.ofSeconds(31));
    lane.step();
    assertThat(heads()).isEqualTo(heads); // Nothing has moved.

    lane.step(new Inbox.Delivered(List.of(), 9));
    assertThat(heads()).isEqualTo(heads); // Not yet.
    lane.time.advance(Duration.ofSeconds(31));
    lane.step();
    assertThat(heads()).isEqualTo(heads + 1);
    assertThat(lane.loop.report().settledBelow()).isEqualTo(9);
  }

  /** An idle producer's id would expire after a day. */
  @Test
  void shouldWriteTheHeadOfAnIdleLaneTwiceADay() throws Exception {
    lane.open();
    lane.time.advance(Duration.ofSeconds(31));
    lane.step();
    int heads = heads();

    for (int hours = 0; hours < 48; hours++) {
      lane.time.advance(Duration.ofHours(1));
      lane.step();
    }

    assertThat(heads() - heads).isBetween(3, 4);
  }

  private void remember(SnapshotId id, RunState state) throws Exception {
    Run run = lane.run(id, "c", 0).with(state);
    LedgerRecord record = new EntryWritten(id, new Entry(1, List.of(run)));
    lane.journal.decide(List.of(record));
  }

  private long removed() {
    return written(EntryRemoved.class);
  }

  private int heads() {
    return (int) written(HeadWritten.class);
  }

  private long written(Class<? extends LedgerRecord> type) {
    return lane.journal.decisions().stream().flatMap(List::stream).filter(type::isInstance).count();
  }
}
