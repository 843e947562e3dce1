package io.rollbackworker.kafka.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.ByHand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Opening, running, blocked, and a partition that goes away meanwhile. */
class PartitionSlotTest {
  private final ByHand world = new ByHand();
  private final Lanes lanes = new Lanes(world);
  private final List<Runnable> forked = new ArrayList<>();
  private long poll;

  @AfterEach
  void end() {
    lanes.end();
  }

  @Test
  void shouldGiveALaneOnceItIsOpen() {
    PartitionSlot slot = slot();
    assertThat(slot.tick(++poll)).isEmpty();
    assertThat(slot.lane()).isNull();

    openIt();

    assertThat(slot.tick(++poll)).map(Opener.Opened::position).contains(Lanes.POSITION);
    assertThat(slot.lane()).isNotNull();
    assertThat(slot.tick(++poll)).isEmpty();
  }

  @Test
  void shouldEndALaneThatBecomesReadyAfterItsPartitionHasGone() throws Exception {
    PartitionSlot slot = slot();

    slot.close(Duration.ofSeconds(1));
    openIt();

    assertThat(lanes.opened.getFirst().ended()).contains("partition taken away while opening");
  }

  /** A poll that had begun before the failure may return for a partition that is not ours. */
  @Test
  void shouldNotOpenAgainBeforeAPollHasShownThatThePartitionIsStillOurs() {
    PartitionSlot slot = running();
    slot.fail("the topic was recreated");
    slot.tick(++poll);
    world.time.advance(Duration.ofMinutes(1));

    slot.tick(poll);
    assertThat(forked).isEmpty();

    slot.tick(++poll);
    assertThat(forked).hasSize(1);
  }

  @Test
  void shouldDoubleItsPatienceUpToABoundAndBeginAnewAfterAGoodRun() {
    lanes.broken = "the ledger has no head";
    PartitionSlot slot = slot();
    for (long millis : new long[] {200, 400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000}) {
      openIt();
      slot.tick(++poll);
      assertThat(slot.status().report().why()).isEqualTo("the ledger has no head");
      world.time.advance(Duration.ofMillis(millis - 1));
      slot.tick(++poll);
      assertThat(forked).as("after %s ms", millis - 1).isEmpty();
      world.time.advance(Duration.ofMillis(1));
      slot.tick(++poll);
      assertThat(forked).as("after %s ms", millis).hasSize(1);
    }

    lanes.broken = "";
    openIt();
    slot.tick(++poll);
    world.time.advance(Duration.ofMinutes(1));
    slot.fail("something new");
    slot.tick(++poll);
    world.time.advance(Duration.ofMillis(200));
    slot.tick(++poll);

    assertThat(forked).hasSize(1);
  }

  private PartitionSlot running() {
    PartitionSlot slot = slot();
    openIt();
    slot.tick(++poll);
    return slot;
  }

  private void openIt() {
    forked.removeFirst().run();
  }

  private PartitionSlot slot() {
    return new PartitionSlot(
        Lanes.PARTITION,
        (partition, progress, cancelled) -> lanes.open(),
        world.time,
        (name, work) -> forked.add(work));
  }
}
