package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
  private static final long ENTRY = slice(1, Samples.rejected()).bytes();
  private final HeapBudget budget = new HeapBudget(100 * ENTRY);

  @Test
  void shouldForgetWhereMostWasRefused() {
    HeapBudget.Claim flooded = use(1, 60, Samples.rejected());
    HeapBudget.Claim quiet = use(2, 10, Samples.rejected());
    assertThat(flooded.mustForget()).isFalse();

    quiet.use(slice(19, Samples.rejected()), 0);

    assertThat(flooded.mustForget()).isTrue();
    assertThat(quiet.mustForget()).isFalse();
    assertThat(quiet.hasRoom()).isTrue();
    flooded.use(slice(30, Samples.rejected()), 0);
    assertThat(flooded.mustForget()).isFalse();
  }

  @Test
  void shouldForgetNothingThatMadeARequest() {
    HeapBudget.Claim claim = use(1, 120, Samples.completed());

    assertThat(claim.mustForget()).isFalse();
    assertThat(claim.hasRoom()).isFalse();
    claim.use(slice(85, Samples.completed()), 0);
    assertThat(claim.hasRoom()).isTrue();
    assertThat(claim.hasRoomToRestore()).isFalse();
    claim.use(slice(70, Samples.completed()), 0);
    assertThat(claim.hasRoomToRestore()).isTrue();
    claim.use(slice(120, Samples.completed()), 0);
    assertThat(budget.used()).isGreaterThan(1);
  }

  /** Its last word may come after that of the partition's next session. */
  @Test
  void shouldNotCountASessionThatIsOver() {
    HeapBudget.Claim former = use(1, 120, Samples.completed());
    HeapBudget.Claim next = budget.claim(1);
    former.use(slice(120, Samples.completed()), 0);
    former.release();
    next.use(slice(10, Samples.rejected()), 0);

    assertThat(budget.used()).isEqualTo(0.1);
    next.release();
    assertThat(budget.used()).isZero();
  }

  private HeapBudget.Claim use(int partition, int entries, RunState state) {
    HeapBudget.Claim claim = budget.claim(partition);
    claim.use(slice(entries, state), 0);
    return claim;
  }

  private static Slice slice(int entries, RunState state) {
    Slice slice = new Slice();
    for (int i = 0; i < entries; i++) {
      SnapshotId id = LaneByHand.other(i);
      slice.replay(new EntryWritten(id, new Entry(1, List.of(Samples.run("c", 1, state)))));
    }
    return slice;
  }
}
