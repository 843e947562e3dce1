package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Twelve places: six for what comes in, six for what waits; a share alone takes four of six. */
class PlacesTest {
  private static final Share A = new Share(new ProjectId("a".repeat(32)), false);
  private static final Share B = new Share(new ProjectId("b".repeat(32)), false);
  private static final Share DRY = new Share(new ProjectId("a".repeat(32)), true);
  private static final OutcomeError BUSY =
      OutcomeError.of(ErrorCode.PRECONDITION_TIMEOUT, "Expected a free volume.");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Places places = new Places(new LaneRoom(12, 1 << 20, 1_000), 0);
  private long offset;

  private boolean enter(Share share) {
    return enter(share, Priority.NORMAL, offset);
  }

  private boolean enter(Share share, Priority priority, long snapshot) {
    return places.enter(asked(offset++, share, priority, snapshot));
  }

  private static Asked asked(long offset, Share share, Priority priority, long snapshot) {
    long deadline = Samples.NOW.plusSeconds(60).toEpochMilli();
    return new Asked(offset, share, snapshot, priority, 10, Samples.NOW.toEpochMilli(), deadline);
  }

  private void fill(Share share, int count) {
    for (int i = 0; i < count; i++) {
      var _ = enter(share);
    }
  }

  private List<Long> again() {
    return again(Samples.NOW, 0);
  }

  private List<Long> again(Instant now, long nanos) {
    List<Long> offsets = places.again(now, nanos);
    places.wereRead();
    return offsets;
  }

  @Test
  void shouldLeaveRoomForOtherProjectsAndForDryRuns() {
    fill(A, 100);

    assertThat(places.parked()).isEqualTo(96);
    assertThat(enter(B)).isTrue();
    assertThat(enter(DRY)).isTrue();
    assertThat(enter(A)).isFalse();
  }

  @Test
  void shouldLeaveRoomForWhatIsUrgent() {
    fill(A, 100);

    assertThat(enter(A, Priority.URGENT, 1_000)).isFalse(); // There is a line,
    assertThat(again()).containsExactly(100L); // and it is the first in it.
    assertThat(enter(A, Priority.LOW, 2_000)).isFalse();
  }

  @Test
  void shouldOpenInTheirOrderWhatIsParked() {
    fill(A, 8);
    places.leave(2);
    places.leave(0);

    assertThat(again()).containsExactly(4L, 5L);
    assertThat(again()).isEmpty();
  }

  @Test
  void shouldReadAgainOneAfterTheOther() {
    fill(A, 8);
    places.leave(0);
    assertThat(places.again(Samples.NOW, 0)).containsExactly(4L);
    places.leave(1);

    assertThat(places.again(Samples.NOW, 0)).isEmpty();
    places.wereRead();
    assertThat(places.again(Samples.NOW, 0)).containsExactly(5L);
  }

  @Test
  void shouldLeaveRoomForOtherSnapshots() {
    Places places = new Places(new LaneRoom(1_000, 1 << 20, 1_000), 0);
    for (int i = 0; i < 100; i++) {
      assertThat(places.enter(asked(i, A, Priority.NORMAL, 7))).isEqualTo(i < Places.OF_A_SNAPSHOT);
    }
    assertThat(places.enter(asked(100, A, Priority.NORMAL, 8))).isTrue();

    places.leave(0);
    assertThat(places.again(Samples.NOW, 0)).containsExactly((long) Places.OF_A_SNAPSHOT);
    places.wereRead();
    assertThat(places.again(Samples.NOW, 0)).isEmpty();
  }

  /** They have room of their own: who comes is looked at. */
  @Test
  void shouldLookAtWhatIsNewHoweverManyWait() {
    for (int i = 0; i < 50; i++) {
      assertThat(enter(A)).isTrue();
      assertThat(places.keeps(i, BUSY, SECOND)).isEqualTo(i < 4);
    }

    assertThat(places.parked()).isEqualTo(46);
    assertThat(places.open()).isEqualTo(50);
    assertThat(enter(A)).isTrue();
  }

  @Test
  void shouldPollInTurnAllThatWait() {
    for (int i = 0; i < 6; i++) {
      var _ = enter(A);
      var _ = places.keeps(i, BUSY, i * SECOND);
    }
    assertThat(again(Samples.NOW, 5 * SECOND)).isEmpty(); // Four have the room.

    assertThat(places.keeps(0, BUSY, 9 * SECOND)).isFalse();
    assertThat(again(Samples.NOW, 3 * SECOND)).isEmpty();
    assertThat(again(Samples.NOW, 4 * SECOND)).containsExactly(4L);
    assertThat(places.why(4)).isEqualTo(BUSY);
    assertThat(places.keeps(4, BUSY, 10 * SECOND)).isFalse();
    assertThat(again(Samples.NOW, 5 * SECOND)).containsExactly(5L);
    assertThat(places.keeps(5, BUSY, 11 * SECOND)).isFalse();
    assertThat(again(Samples.NOW, 9 * SECOND)).containsExactly(0L);
  }

  @Test
  void shouldKeepWhoWaitsWhereNobodyElseDoes() {
    var _ = enter(A);

    assertThat(places.keeps(0, BUSY, SECOND)).isTrue();
    assertThat(places.keeps(0, BUSY, SECOND)).isTrue();
  }

  @Test
  void shouldOpenBeyondItsRoomWhatIsOver() {
    fill(A, 5);
    Instant over = Samples.NOW.plusSeconds(60);

    assertThat(again(over, 0)).isEmpty(); // It looks once a second.
    assertThat(again(over, SECOND)).containsExactly(4L);
  }

  @Test
  void shouldKnowTheOldestAlsoAmongThoseThatAreParked() {
    fill(A, 5);
    var _ = again(Samples.NOW, SECOND);
    for (int i = 0; i < 4; i++) {
      places.leave(i);
    }

    assertThat(places.oldest()).isEqualTo(Samples.NOW);
    assertThat(again()).containsExactly(4L);
    places.leave(4);
    assertThat(places.oldest()).isNull();
  }
}
