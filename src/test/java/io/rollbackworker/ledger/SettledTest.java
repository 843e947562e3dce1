package io.rollbackworker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettledTest {

  @Test
  void shouldKnowAllBelowTheLowEnd() {
    Settled settled = Settled.below(10);

    assertThat(settled.contains(9)).isTrue();
    assertThat(settled.contains(10)).isFalse();
  }

  @Test
  void shouldMoveTheLowEndOverWhatIsSettledAboveIt() {
    Settled settled = Settled.below(10);
    settled.add(11);
    settled.add(12);
    assertThat(settled.low()).isEqualTo(10);

    settled.add(10);

    assertThat(settled.low()).isEqualTo(13);
  }

  @Test
  void shouldPassOverAnyDistanceWhenNothingIsOpen() {
    Settled settled = Settled.below(10);

    settled.addRange(10, 10_000_000);

    assertThat(settled.low()).isEqualTo(10_000_000);
    assertThat(settled.bitmap()).isEmpty();
  }

  @Test
  void shouldRefuseToSettleFarBeyondAnOpenOffset() {
    Settled settled = Settled.below(0);

    assertThatThrownBy(() -> settled.add(1_000_000)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldAgreeWithASetOfOffsetsAlsoAfterBeingWrittenAndRead() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Settled settled = Settled.below(100);
      TreeSet<Long> reference = new TreeSet<>();
      for (int i = 0; i < 100; i++) {
        long from = 90 + random.nextInt(300);
        long to = from + random.nextInt(20);
        settled.addRange(from, to);
        for (long o = Math.max(from, 100); o < to; o++) {
          reference.add(o);
        }
        settled = Settled.of(settled.low(), settled.bitmap());
      }
      for (long o = 100; o < 450; o++) {
        assertThat(settled.contains(o))
            .as("offset %d; run again with -Dseed=%d", o, seed)
            .isEqualTo(reference.contains(o));
      }
      assertThat(settled.contains(settled.low())).isFalse();
    }
  }
}
