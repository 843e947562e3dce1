package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Priority;
import io.rollbackworker.ledger.Settled;
import io.rollbackworker.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Settled settled = Settled.below(100);
  private final Places places = new Places(new LaneRoom(8, 1 << 20, 3), 0);
  private final Backlog backlog = new Backlog(settled, places, Samples.heap().claim(3));

  @Test
  void shouldHandOutInOrderAndPassOverWhatHoldsNoRecord() {
    backlog.deliver(List.of(record(102), record(105)), 107);

    assertThat(offsets()).containsExactly(102L, 105L);
    assertThat(settled.low()).isEqualTo(102);
    backlog.settle(102);
    assertThat(settled.low()).isEqualTo(105);
    backlog.settle(105);
    assertThat(settled.low()).isEqualTo(107);
  }

  @Test
  void shouldNotHandOutWhatIsSettled() {
    settled.add(101);
    backlog.deliver(List.of(record(100), record(101), record(102)), 103);

    assertThat(offsets()).containsExactly(100L, 102L);
  }

  @Test
  void shouldPassOverAnyDistanceWhileNothingIsOpen() {
    backlog.deliver(List.of(record(1_000_000)), 1_000_001);

    assertThat(offsets()).containsExactly(1_000_000L);
  }

  @Test
  void shouldPassOverAnyDistanceAlsoWhenTheFirstOffsetWasSettledBeforeItWasRead() {
    settled.add(100); // As by the settlement of an intent that was found.
    backlog.deliver(List.of(record(1_000_000)), 1_000_001);

    assertThat(offsets()).containsExactly(1_000_000L);
  }

  @Test
  void shouldWaitBeforeAFarOffsetUntilWhatIsOpenIsSettled() {
    backlog.deliver(List.of(record(100), record(100 + Settled.MAX_SPAN)), 200_000);
    assertThat(offsets()).containsExactly(100L);
    assertThat(backlog.isFull()).isTrue();
    assertThat(backlog.hasMore()).isFalse();

    backlog.settle(100);

    assertThat(backlog.hasMore()).isTrue();
    assertThat(offsets()).containsExactly(100L + Settled.MAX_SPAN);
  }

  @Test
  void shouldTakeNothingMoreOnceItMightHaveToBeParkedAndThereIsNoPlace() {
    backlog.deliver(List.of(record(100), record(101), record(102)), 103);
    for (int i = 0; i < 2 + 1 + 3; i++) { // Two thirds of four places, and what may be parked.
      var _ = places.enter(asked(1_000 + i));
    }

    assertThat(offsets()).isEmpty();
    assertThat(backlog.fullBecause())
        .contains(
            "3 commands are parked", "most of them: 3 commands of project " + Samples.PROJECT);

    places.leave(1_000);
    assertThat(places.again(Samples.NOW, 0)).containsExactly(1_003L);
    assertThat(backlog.hasMore()).isTrue();
  }

  @Test
  void shouldNotSettleFarAboveWhatIsOpen() {
    backlog.settle(5_000_000);

    assertThat(settled.contains(5_000_000)).isFalse();
    assertThat(settled.low()).isEqualTo(100);
  }

  /** All that can be had, over as many cycles as it takes. */
  private List<Long> offsets() {
    List<Long> offsets = new ArrayList<>();
    while (backlog.hasMore()) {
      backlog.beginCycle();
      for (Optional<Delivery> next = backlog.next(); next.isPresent(); next = backlog.next()) {
        offsets.add(next.get().offset());
      }
    }
    return offsets;
  }

  private static Asked asked(long offset) {
    return new Asked(
        offset, new Share(Samples.PROJECT, false), offset, Priority.NORMAL, 10, 0, Long.MAX_VALUE);
  }

  private static Delivery record(long offset) {
    return new Delivery(offset, Samples.NOW, true, null, new byte[10], Map.of());
  }
}
